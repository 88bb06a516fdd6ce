"""What lies beneath, for the street: 3 dB softer, and nothing else is changed."""

from dataclasses import replace

from audiocoach.mix.street_mix import beds_lower, songs_lower
from audiocoach.sound.music.programme import Cut, Programme
from audiocoach.sound.music.session_music import Music
from audiocoach.timeline.timeline import Bed, Clip, Timeline, Track
from audiocoach.units import Samples

ZERO = Samples(0)


def test_every_soundscape_is_3_db_softer():
    beds = tuple(
        Bed(Samples(at), Samples(at + 9), name, db, ZERO, ZERO) for at, name, db in ((0, "a", -26), (5, "b", -30))
    )
    before = Timeline(Samples(14), (Track("speech", (Clip(ZERO, Samples(2), "take"),)),), (), beds)
    after = beds_lower(before)
    assert [bed.level for bed in after.beds] == [-29, -33]
    assert replace(after, beds=beds) == before


def test_every_song_is_3_db_softer():
    cuts = tuple(Cut(Samples(at), Samples(at + 9), "song", gain, ZERO, ZERO) for at, gain in ((0, -6.25), (5, 1.5)))
    before = Music(Programme(cuts, ZERO, Samples(14), ZERO, ZERO), {}, (), 15.0)
    after = songs_lower(before)
    assert [cut.gain_db for cut in after.programme.cuts] == [-9.25, -1.5]
    assert replace(after, programme=replace(after.programme, cuts=cuts)) == before
