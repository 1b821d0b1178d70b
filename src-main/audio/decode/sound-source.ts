/** Sound on its way out of a file: blocks of a few seconds at most, so that an hour needs no more memory than a song. */
export type SoundBlock = readonly Float32Array[]

/** How channels are ordered in the blocks. Vorbis and Opus put the centre second. */
export type ChannelOrder = 'wave' | 'vorbis'

export type SoundSource = {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly channelOrder: ChannelOrder
  /** WAVE speaker bits; 0 where the file does not say */
  readonly channelMask: number
  /** frames that the file's header promises; undefined where it does not say */
  readonly promisedFrames: number | undefined
  /** consecutive blocks with `channelCount` arrays each; `report` hears how much of the file was read, 0..1 */
  blocks(report: (fraction: number) => void): AsyncIterable<SoundBlock>
  /** asked after the last block: true when the file's own end was missing though no length was promised */
  endsOpen(): boolean
  /** asked after the last block: true when bytes inside the file were no sound, so what is missing is damage and not a lost end */
  isDamagedInside(): boolean
  /** asked after the last block: seconds that were damaged and became silence */
  damagedSeconds(): number
}
