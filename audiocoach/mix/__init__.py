"""From a timeline to stereo blocks: `mixer` sums, `limiter` holds peaks, `meter` measures, `stems` keeps the parts."""
