/**
 * What makes a part audible: adds consecutive stretches of stereo sound to buffers. Calls must follow each other in time;
 * the result must not depend on where the stretches are cut.
 */
export type PartSound = {
  /** Adds frames `fromFrame`..`fromFrame + count` to both buffers (kernel pointers). Returns false when the stretch is silent (nothing was added). */
  render(leftAt: number, rightAt: number, fromFrame: number, count: number): boolean
}
