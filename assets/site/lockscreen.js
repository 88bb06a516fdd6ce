"use strict";
// The lock screen and the buttons of headphones: they show the step, and can seek.

const SKIP_S = 10;

class LockScreen {
  /** `player` has `audio`, `session`, `seek(ms)`, `skip(steps)`, `play()` and `pause()`. */
  constructor(player) {
    this.player = player;
    this.controls = navigator.mediaSession;
    const { audio } = player;
    this.#on("play", () => player.play());
    this.#on("pause", () => player.pause());
    this.#on("stop", () => player.pause());
    this.#on("seekbackward", ({ seekOffset }) => player.seek((audio.currentTime - (seekOffset || SKIP_S)) * 1000));
    this.#on("seekforward", ({ seekOffset }) => player.seek((audio.currentTime + (seekOffset || SKIP_S)) * 1000));
    this.#on("seekto", ({ seekTime }) => player.seek(seekTime * 1000));
    this.#on("previoustrack", () => player.skip(-1));
    this.#on("nexttrack", () => player.skip(1));
    for (const name of ["play", "pause", "seeked", "loadedmetadata", "ratechange"]) {
      audio.addEventListener(name, () => this.#position());
    }
  }

  show(session, ms) {
    const title = session.chapterAt(ms);
    if (!this.controls || (this.session === session && this.title === title)) return;
    [this.session, this.title] = [session, title];
    const picture = session.cover
      ? { src: absolute(session.cover), sizes: "1400x1400", type: "image/jpeg" }
      : { src: absolute(BOOK.icon), sizes: "512x512", type: "image/png" };
    const artwork = IS_SERVED ? [picture] : []; // of a local file no browser would take it
    const chapterInfo = session.chapters.map((chapter) => ({ title: chapter.title, startTime: chapter.start / 1000 }));
    this.controls.metadata = new MediaMetadata({
      title, artist: session.title, album: BOOK.title, artwork, chapterInfo,
    });
  }

  #on(action, act) {
    try {
      this.controls?.setActionHandler(action, act);
    } catch {
      // This browser does not know the action.
    }
  }

  #position() {
    const { audio } = this.player;
    if (!this.controls || !Number.isFinite(audio.duration)) return;
    this.controls.playbackState = audio.paused ? "paused" : "playing";
    this.controls.setPositionState?.({
      duration: audio.duration,
      position: Math.min(audio.currentTime, audio.duration),
      playbackRate: audio.playbackRate,
    });
  }
}
