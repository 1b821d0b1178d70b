import { createRandom } from '../../../src-shared/kernel/random.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import { serveTasks, type TaskContext, transfer } from '../../platform/threads/worker-task.ts'
import { composeScore } from './compose/index.ts'
import { balanceScore } from './render/balance.ts'
import { Kernel } from './render/kernel/kernel.ts'
import { masterTo, TARGET_LUFS } from './render/master.ts'
import { type Instruments, renderSpan, SAMPLE_RATE_HZ } from './render/render-score.ts'
import { joinSegments, type SegmentSound } from './render/segments.ts'
import { loadSoundBank } from './render/sound-bank.ts'
import { findStemGain, writeStem } from './render/stems.ts'
import { writeMaster } from './render/write-master.ts'
import { renderPatch } from './render-patch.ts'
import type {
  ComposeOrder,
  ExtendOrder,
  Finished,
  FinishOrder,
  FitOrder,
  PatchOrder,
  RecomposeOrder,
  RenderOrder,
  SoundSource,
  StemGainOrder,
  StemOrder,
} from './score-tasks.ts'
import { loadStudioOfStyle } from './studios/index.ts'
import { writeExtended, writeFitting, writeRecomposed } from './write-bars.ts'

/** Each thread has one kernel, opens the SoundFont once and keeps the sounds that it has played. */
const kernel = new Kernel()
const instrumentsByPath = new Map<string, Promise<Instruments>>()

const instrumentsOf = ({ soundFontPath: path, cacheFolder }: SoundSource): Promise<Instruments> => {
  const known = instrumentsByPath.get(path)
  if (known) return known
  const loading = loadSoundBank(path, kernel, SAMPLE_RATE_HZ, cacheFolder).then((bank) => ({ bank, kernel }))
  instrumentsByPath.set(path, loading)
  // a file that was missing may be there next time
  loading.catch(() => instrumentsByPath.delete(path))
  return loading
}

/** Sounds, and the studio that a song was made in. */
const ready = async ({ sounds, plan }: Pick<RecomposeOrder, 'sounds' | 'plan'>): Promise<Instruments> => {
  await loadStudioOfStyle(plan.style)
  return instrumentsOf(sounds)
}

export default serveTasks({
  compose: async ({ plan, seed, sounds }: ComposeOrder, { flags }: TaskContext) => {
    const instruments = await ready({ sounds, plan })
    checkpoint(flags)
    return balanceScore(composeScore(plan, createRandom(seed)), instruments, new Set(), () => checkpoint(flags))
  },

  recompose: async (order: RecomposeOrder, { flags }: TaskContext) => writeRecomposed(order, await ready(order), () => checkpoint(flags)),
  extend: async (order: ExtendOrder, { flags }: TaskContext) => writeExtended(order, await ready(order), () => checkpoint(flags)),
  fit: async (order: FitOrder, { flags }: TaskContext) => writeFitting(order, await instrumentsOf(order.sounds), () => checkpoint(flags)),

  render: async ({ sounds, score, segment, lengthFrames }: RenderOrder, { flags, progress }: TaskContext) => {
    const instruments = await instrumentsOf(sounds)
    const { left, right, energies, peaks } = renderSpan(score, { ...segment, lengthFrames }, instruments, (fraction) => {
      checkpoint(flags)
      progress(fraction, 'rendering')
    })
    const sound: SegmentSound = { ...segment, left, right, energies, peaks }
    return transfer(sound, [left.buffer, right.buffer, energies.buffer, peaks.buffer] as ArrayBuffer[])
  },

  finish: async ({ segments, lengthFrames, audioPath }: FinishOrder, { flags, progress }: TaskContext): Promise<Finished> => {
    const premaster = joinSegments(segments, lengthFrames)
    checkpoint(flags)
    const mastering = masterTo(premaster, TARGET_LUFS, SAMPLE_RATE_HZ)
    checkpoint(flags)
    progress(0.5, 'writing')
    return { lengthFrames, loudness: await writeMaster(kernel, premaster, mastering, audioPath, { sampleRateHz: SAMPLE_RATE_HZ }) }
  },

  patch: async (order: PatchOrder, { flags, progress }: TaskContext): Promise<Finished> => {
    const instruments = await instrumentsOf(order.sounds)
    return renderPatch(order, instruments, (fraction) => {
      checkpoint(flags)
      progress(fraction, 'rendering')
    })
  },

  stemGain: async ({ sounds, score, songPath, lengthFrames }: StemGainOrder, { flags }: TaskContext): Promise<number> =>
    findStemGain(score, songPath, lengthFrames, await instrumentsOf(sounds), () => checkpoint(flags)),

  stem: async ({ sounds, ...order }: StemOrder, { flags, progress }: TaskContext): Promise<number> =>
    writeStem(order, await instrumentsOf(sounds), (fraction) => {
      checkpoint(flags)
      progress(fraction, 'rendering')
    }),
})
