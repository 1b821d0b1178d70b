import type { Sha256, TakeId } from '../../src-shared/kernel/ids.ts'
import type { LoopRange, MixPart, MusicalGrid, SpliceStretch, TransportSource } from './transport-state.ts'

/**
 * The one transport of the window. Frames always count at the loaded source's own sample rate.
 * Calls never reject: a failure becomes `status: 'failed'` with words in `error` and the returned promise says false.
 */
export type Transport = {
  /** Replaces what is loaded (playback stops, loop is cleared). Loading the same audio again keeps the playhead and only takes over title, grid and ids. */
  load(source: TransportSource, options?: { readonly atFrame?: number; readonly queue?: readonly TransportSource[] }): Promise<boolean>
  play(): Promise<boolean>
  /** {@link load} and {@link play} in one go: sound comes first, the screen follows. */
  playSource(source: TransportSource, queue?: readonly TransportSource[]): Promise<boolean>
  pause(): void
  /**
   * Plays on from the playhead at another speed, as tape does: `rate` -8..8, backwards where negative, 1 is plain playing. Loops are passed. Ends at
   * the song's edge, with any other command, and with pause.
   */
  shuttle(rate: number): Promise<boolean>
  toggle(): Promise<boolean>
  /** clamps to the song; keeps playing when it plays. Leaves the loop alone (a playhead outside the loop plays into it). */
  seekFrame(frame: number): void
  /** seeks relative to the playhead */
  nudgeSeconds(seconds: number): void
  /** Sample-accurate, gapless. undefined: no loop. */
  setLoop(loop: LoopRange | undefined): void
  /**
   * Plays another file of the same rate from the very same frame, in place, with a 10 ms equal-power crossfade (takes, A/B).
   * While paused it only swaps. A shorter file plays to its own end.
   */
  switchSource(
    audioSha256: Sha256,
    gainDb: number,
    about?: { readonly takeId?: TakeId; readonly title?: string; readonly grid?: MusicalGrid; readonly shownSha256?: Sha256 },
  ): Promise<boolean>
  /**
   * Hears stems in place of what is loaded, from the very same frame; undefined: the source itself again. They must be as long as it and at its
   * rate. Loading or switching to another source ends it.
   */
  setMix(mix: readonly MixPart[] | undefined): Promise<boolean>
  /**
   * Hears the song put together from stretches of several files, from the very same frame; undefined: the source itself again. They cover it in
   * order, at its rate. Loading or switching to another source ends it.
   */
  setSplice(splice: readonly SpliceStretch[] | undefined): Promise<boolean>
  /** Fetches a file's layout and the second around `frame` (default: the playhead), so that a following load or switchSource is instant. */
  prepare(audioSha256: Sha256, frame?: number): Promise<void>
  /** Opens the sound output ahead of the first press of play. */
  warmUp(sampleRateHz: number): void
  setVolume(volume: number): void
  setMuted(isMuted: boolean): void
  /** Sends all sound to an output by its id ('': the system's own), in place. false: it does not take it, and the sound is where it was or nowhere. */
  setOutput(sinkId: string): Promise<boolean>
  /** Stops, saying that no output answers. */
  loseOutput(): void
  /** offers an A/B switch in the bar; undefined takes it away */
  setCompare(compare: { readonly a: TransportSource; readonly b: TransportSource } | undefined): void
  playNext(): Promise<boolean>
  playPrevious(): Promise<boolean>
  /** What is being heard now, exact to the frame (output latency taken off). */
  currentFrame(): number
  /** Calls back once at once, then on every animation frame on which the playhead has moved (also by a seek while paused). Returns the way to stop. */
  subscribeFrame(listener: (frame: number) => void): () => void
}
