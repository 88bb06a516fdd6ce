"""What show notes say beside a session's own words, in the languages that the coach speaks."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from audiocoach.script.phrasebook import MODEL, books_for


class NoteWords(NamedTuple):
    """In one language."""

    language: str
    total: str
    """With `{total}`, minutes in figures."""
    running: str
    """With `{total}` and, of them, `{running}`."""
    more: str
    """After a list of steps that is cut: `{count}` are left out."""
    speed: str
    advice: str
    care: str
    """What precedes the helplines of sessions for a heavy day."""
    elsewhere: str
    """Precedes the address of a list of helplines."""
    helpline: str = "{country}: {number}"


_WORDS: Final[Mapping[str, NoteWords]] = {
    "en": NoteWords(
        "en",
        "{total} min in all.",
        "{total} min in all, {running} min of them running.",
        "… and {count} more: the app's own chapters show all of them.",
        "Play it at normal speed (1x), with Smart Speed, Trim Silence and the like turned off: they change how long "
        "each step lasts.",
        "This is no medical advice. If something hurts, stop; if you are not sure that this is right for you, ask a "
        "doctor first.",
        "It is no substitute for care either. If it stays this heavy, talk to somebody:",
        "Elsewhere:",
    ),
    "de": NoteWords(
        "de",
        "{total} min insgesamt.",
        "{total} min insgesamt, davon {running} min Laufen.",
        "… und {count} weitere: Die Kapitel in der App zeigen alle.",
        "Spiel es in normaler Geschwindigkeit (1x) ab, ohne Smart Speed, Stille kürzen und Ähnliches: Sie verändern, "
        "wie lange jeder Abschnitt dauert.",
        "Das ist kein medizinischer Rat. Wenn etwas wehtut, hör auf; wenn du unsicher bist, ob das gut für dich ist, "
        "frag vorher eine Ärztin oder einen Arzt.",
        "Es ersetzt auch keine Behandlung. Wenn es so schwer bleibt, sprich mit jemandem:",
        "Anderswo:",
    ),
    "es": NoteWords(
        "es",
        "{total} min en total.",
        "{total} min en total, {running} min corriendo.",
        "… y {count} más: los capítulos de la aplicación los muestran todos.",
        "Escúchalo a velocidad normal (1x), sin Smart Speed, recorte de silencios ni nada parecido: cambian lo que "
        "dura cada paso.",
        "Esto no es un consejo médico. Si algo duele, para; si no sabes si esto es bueno para ti, pregunta antes a "
        "un médico.",
        "Tampoco sustituye a un tratamiento. Si todo sigue pesando así, habla con alguien:",
        "En otros lugares:",
    ),
    "fr": NoteWords(
        "fr",
        "{total} min en tout.",
        "{total} min en tout, dont {running} min de course.",
        "… et {count} de plus : les chapitres de l'application les montrent tous.",
        "Écoute la séance à vitesse normale (1x), sans Smart Speed, suppression des silences ni rien de semblable : "
        "ils changent la durée de chaque étape.",
        "Ce n'est pas un avis médical. Si quelque chose fait mal, arrête-toi ; si tu ne sais pas si c'est bon pour "
        "toi, demande d'abord à un médecin.",
        "Cela ne remplace pas non plus des soins. Si cela reste aussi lourd, parle à quelqu'un :",
        "Ailleurs :",
        "{country} : {number}",
    ),
    "it": NoteWords(
        "it",
        "{total} min in tutto.",
        "{total} min in tutto, di cui {running} min di corsa.",
        "… e altri {count}: i capitoli dell'app li mostrano tutti.",
        "Ascoltalo a velocità normale (1x), senza Smart Speed, taglio dei silenzi e simili: cambiano la durata di "
        "ogni fase.",
        "Questo non è un parere medico. Se qualcosa fa male, fermati; se non sai se fa per te, chiedi prima a un "
        "medico.",
        "Non sostituisce nemmeno una cura. Se tutto resta così pesante, parlane con qualcuno:",
        "Altrove:",
    ),
    "nl": NoteWords(
        "nl",
        "{total} min in totaal.",
        "{total} min in totaal, waarvan {running} min hardlopen.",
        "… en nog {count}: de hoofdstukken in de app tonen ze allemaal.",
        "Speel het af op normale snelheid (1x), zonder Smart Speed, stilte inkorten en dergelijke: die veranderen "
        "hoe lang elke stap duurt.",
        "Dit is geen medisch advies. Doet er iets pijn, stop dan; weet je niet zeker of dit goed voor je is, vraag "
        "het dan eerst aan een arts.",
        "Het vervangt ook geen hulp. Blijft het zo zwaar, praat dan met iemand:",
        "Elders:",
    ),
    "pt": NoteWords(
        "pt",
        "{total} min no total.",
        "{total} min no total, {running} min de corrida.",
        "… e mais {count}: os capítulos do aplicativo mostram todos.",
        "Ouça em velocidade normal (1x), sem Smart Speed, corte de silêncios e afins: eles mudam a duração de cada "
        "etapa.",
        "Isto não é orientação médica. Se algo doer, pare; se não souber se isto é bom para você, pergunte antes a "
        "um médico.",
        "Também não substitui um tratamento. Se continuar tão pesado, fale com alguém:",
        "Em outros lugares:",
    ),
}


def note_words(language: str) -> NoteWords:
    """The words for a language; of one that the coach does not speak, in English."""
    return next((_WORDS[code] for code in books_for(language) if code in _WORDS), _WORDS[MODEL])
