/** Spans begin on multiples of this: whole gain blocks and whole vectors of four. */
export const SPAN_BLOCK = 84
/** Frames per stretch, small enough to stay in the processor's cache. */
export const CHUNK_FRAMES = SPAN_BLOCK * 49
