import { createRandom } from '../../../src-shared/kernel/random.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import type { StudioId } from '../../../src-shared/studios/studio-id.ts'
import { serveTasks, type TaskContext, transfer } from '../../platform/threads/worker-task.ts'
import { composeScore } from './compose/index.ts'
import { balanceScore } from './render/balance.ts'
import { masterTo, TARGET_LUFS } from './render/master.ts'
import { renderSpan, SAMPLE_RATE_HZ } from './render/render-score.ts'
import { joinSegments, type SegmentSound } from './render/segments.ts'
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
  PrepareOrder,
  RecomposeOrder,
  RenderOrder,
  StemGainOrder,
  StemOrder,
} from './score-tasks.ts'
import { createStudioDesks } from './studio-desks.ts'
import { studioOfStyle } from './studios/index.ts'
import { findEnsemble } from './styles/index.ts'
import { warmUp } from './warm-up.ts'
import { writeExtended, writeFitting, writeRecomposed } from './write-bars.ts'

/** Each thread opens the SoundFont once; each studio has its own kernel there and keeps the sounds that it has played. */
const desks = createStudioDesks()
const studioOf = ({ style }: Pick<Score, 'style'>): StudioId => studioOfStyle(style)

export default serveTasks({
  prepare: ({ sounds, studio }: PrepareOrder, { flags }: TaskContext) =>
    desks.at(studio, sounds, (instruments) => warmUp(studio, instruments, () => checkpoint(flags))),

  compose: ({ plan, seed, sounds }: ComposeOrder, { flags }: TaskContext) =>
    desks.at(studioOf(plan), sounds, (instruments) => {
      checkpoint(flags)
      return balanceScore(composeScore(plan, createRandom(seed)), instruments, new Set(), () => checkpoint(flags))
    }),

  recompose: (order: RecomposeOrder, { flags }: TaskContext) =>
    desks.at(studioOf(order.plan), order.sounds, (instruments) => writeRecomposed(order, instruments, () => checkpoint(flags))),
  extend: (order: ExtendOrder, { flags }: TaskContext) =>
    desks.at(studioOf(order.plan), order.sounds, (instruments) => writeExtended(order, instruments, () => checkpoint(flags))),
  fit: (order: FitOrder, { flags }: TaskContext) => desks.at('open', order.sounds, (instruments) => writeFitting(order, instruments, () => checkpoint(flags))),

  render: ({ sounds, score, segment, lengthFrames }: RenderOrder, { flags, progress }: TaskContext) =>
    desks.at(studioOf(score), sounds, (instruments) => {
      const { left, right, energies, peaks } = renderSpan(score, { ...segment, lengthFrames }, instruments, (fraction) => {
        checkpoint(flags)
        progress(fraction, 'rendering')
      })
      const sound: SegmentSound = { ...segment, left, right, energies, peaks }
      return transfer(sound, [left.buffer, right.buffer, energies.buffer, peaks.buffer] as ArrayBuffer[])
    }),

  finish: ({ sounds, segments, lengthFrames, audioPath, studio }: FinishOrder, { flags, progress }: TaskContext): Promise<Finished> =>
    desks.at(studio, sounds, async ({ kernel }) => {
      const premaster = joinSegments(segments, lengthFrames)
      checkpoint(flags)
      const mastering = masterTo(premaster, findEnsemble(studio)?.targetLufs ?? TARGET_LUFS, SAMPLE_RATE_HZ)
      checkpoint(flags)
      progress(0.5, 'writing')
      return { lengthFrames, loudness: await writeMaster(kernel, premaster, mastering, audioPath, { sampleRateHz: SAMPLE_RATE_HZ }) }
    }),

  patch: (order: PatchOrder, { flags, progress }: TaskContext): Promise<Finished> =>
    desks.at(studioOf(order.score), order.sounds, (instruments) =>
      renderPatch(order, instruments, (fraction) => {
        checkpoint(flags)
        progress(fraction, 'rendering')
      }),
    ),

  stemGain: ({ sounds, score, songPath, lengthFrames }: StemGainOrder, { flags }: TaskContext): Promise<number> =>
    desks.at(studioOf(score), sounds, (instruments) => findStemGain(score, songPath, lengthFrames, instruments, () => checkpoint(flags))),

  stem: ({ sounds, ...order }: StemOrder, { flags, progress }: TaskContext): Promise<number> =>
    desks.at(studioOf(order.score), sounds, (instruments) =>
      writeStem(order, instruments, (fraction) => {
        checkpoint(flags)
        progress(fraction, 'rendering')
      }),
    ),
})
