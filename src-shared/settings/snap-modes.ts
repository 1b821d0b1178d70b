/** What edges hold on to: bars, the meter's beats, note lengths counted from each bar line, where the sound crosses zero, or nothing. */
export const SNAP_MODES = ['bar', '1/2', '1/4', '1/4T', '1/8', '1/8T', '1/16', '1/16T', '1/32', 'beat', 'zero', 'off'] as const
export type SnapMode = (typeof SNAP_MODES)[number]

export const SNAP_NAMES: Readonly<Record<SnapMode, string>> = {
  bar: 'Bar',
  '1/2': '1/2',
  '1/4': '1/4',
  '1/4T': '1/4 triplet',
  '1/8': '1/8',
  '1/8T': '1/8 triplet',
  '1/16': '1/16',
  '1/16T': '1/16 triplet',
  '1/32': '1/32',
  beat: 'Beat',
  zero: 'Zero crossing',
  off: 'Off',
}
