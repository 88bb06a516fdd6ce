"use strict";
// A session's profile: its intervals as bars over time, as high as the effort.

/** Bars in a box of `width` by `height`, as groups of SVG rectangles. */
function bars(session, width, height) {
  const scale = width / Math.max(session.duration, 1);
  const heights = session.heights();
  return session.intervals.map((step, number) => {
    const [left, right] = [step.start * scale, step.end * scale];
    const gap = Math.min(2, (right - left) / 4); // so that equal neighbours are told apart
    const tall = heights[number] * height;
    return drawn("rect", {
      x: left.toFixed(2),
      y: (height - tall).toFixed(2),
      width: Math.max(right - left - gap, 0.5).toFixed(2),
      height: tall.toFixed(2),
      rx: Math.min(3, (right - left) / 3).toFixed(2),
      fill: step.colour,
    });
  });
}

/** A small picture of a session, for a list. */
function thumbnail(session) {
  const box = { viewBox: "0 0 96 32", class: "thumbnail", "aria-hidden": "true" };
  return drawn("svg", box, ...bars(session, 96, 32));
}
