import { join } from 'node:path'
import { createFirFilter, filterOfGain, kaiserTaps } from '../../../../src-shared/dsp/fir.ts'
import type { ReportProgress } from '../../../../src-shared/kernel/progress.ts'
import { createWavWriter, openWav } from '../../../audio/index.ts'
import { type BandMaker, isSilent, signalOf } from './band-maker.ts'
import { levelMatch } from './level-match.ts'
import { readPadded, type SongSignals } from './song-signals.ts'
import { createMeanSpectrum } from './spectrum-meter.ts'
import { peakReach, tamePeaks } from './tame-peaks.ts'

/** What the crossover lets through below the cut-off. */
const ATTENUATION_DB = 105
/** From nothing to all of the new band, counted from the cut-off upwards: as steep as the song itself ends. */
const CROSSOVER_HZ = 320
const BLOCK_SECONDS = 4
/** -1 dBFS: songs that stay below it stay below it. */
const CEILING = 10 ** (-1 / 20)
/** How the two passes share the progress. */
const MAKING_SHARE = 0.93

export type BandOrder = {
  readonly song: SongSignals
  readonly from: number
  readonly to: number
  readonly cutoffHz: number
  readonly maker: BandMaker
  /** for the made signals, one file each */
  readonly workFolder: string
  /** 32-bit float, the song's rate and channels, frames `from..to` */
  readonly outPath: string
  readonly checkpoint: () => Promise<void>
  readonly progress: ReportProgress
}

/** First pass: what the maker makes of each signal goes to a file, and both are measured. */
const makeSignals = async ({ song, from, to, cutoffHz, maker, workFolder, checkpoint, progress }: BandOrder) => {
  const made: { readonly path: string; readonly gainAt: (hz: number) => number }[] = []
  let peak = 0
  for (let signal = 0; signal < song.count; signal++) {
    const path = join(workFolder, `made-${signal}.wav`)
    const writer = await createWavWriter(path, { sampleRateHz: song.rateHz, channelCount: 1, encoding: 'float32' })
    const [own, fresh] = [createMeanSpectrum(), createMeanSpectrum()]
    try {
      let at = from
      for await (const block of maker(signalOf(song, signal), { from, to, cutoffHz })) {
        await checkpoint()
        await writer.write([block])
        own.add(await song.read(signal, at, at + block.length))
        fresh.add(block)
        if (signal === 0)
          for (const channel of await song.readChannels(at, at + block.length)) for (const value of channel) peak = Math.max(peak, Math.abs(value))
        at += block.length
        progress((MAKING_SHARE * (signal + (at - from) / (to - from))) / song.count, 'restoring the treble')
      }
      if (at !== to) throw new Error(`the band maker covered ${at - from} of ${to - from} frames`)
      await writer.finish()
    } finally {
      await writer.abandon()
    }
    made.push({ path, gainAt: levelMatch({ song: own.mean(), made: fresh.mean(), rateHz: song.rateHz, cutoffHz }) })
  }
  return { made, peak }
}

/**
 * Adds what is missing above the cut-off. The song itself is not filtered at all: to its own samples comes the new band through one linear-phase
 * filter that is crossover and level in one, so that below the cut-off the song stays as it is, in level and in phase.
 */
export const restoreBand = async (order: BandOrder): Promise<void> => {
  const { song, from, to, cutoffHz, outPath, checkpoint, progress } = order
  const { rateHz } = song
  const { made, peak } = await makeSignals(order)
  const ceiling = Math.max(CEILING, peak)
  const taps = kaiserTaps(CROSSOVER_HZ / rateHz, ATTENUATION_DB)
  const middleHz = cutoffHz + CROSSOVER_HZ / 2
  const filters = made.map(({ gainAt }) =>
    createFirFilter(filterOfGain(taps, (frequency) => (frequency * rateHz < middleHz ? 0 : gainAt(frequency * rateHz)), ATTENUATION_DB)),
  )
  const sources = await Promise.all(made.map(({ path }) => openWav(path)))
  const writer = await createWavWriter(outPath, { sampleRateHz: rateHz, channelCount: song.channelCount, encoding: 'float32' })
  try {
    const block = Math.round(BLOCK_SECONDS * rateHz)
    const look = peakReach(rateHz)
    for (let at = from; at < to; at += block) {
      await checkpoint()
      const end = Math.min(to, at + block)
      const [blockFrom, blockTo] = [at - look, end + look]
      const signals: Float32Array[] = []
      for (const [index, source] of sources.entries()) {
        const filter = filters[index]
        if (!filter) throw new Error(`no filter for signal ${index}`)
        const [samples = new Float32Array()] = await readPadded(source, blockFrom - filter.reach - from, blockTo + filter.reach - from)
        signals.push(isSilent(samples) ? new Float32Array(blockTo - blockFrom) : filter.apply(samples))
      }
      const added = song.toChannels(signals)
      const own = await song.readChannels(blockFrom, blockTo)
      tamePeaks(own, added, ceiling, rateHz)
      const sum = own.map((samples, channel) => samples.map((value, i) => value + (added[channel]?.[i] ?? 0)).subarray(look, look + end - at))
      await writer.write(sum)
      progress(MAKING_SHARE + ((1 - MAKING_SHARE) * (end - from)) / (to - from), 'joining it to the song')
    }
    await writer.finish()
  } finally {
    await writer.abandon()
    await Promise.all(sources.map((source) => source.close()))
  }
}
