import type { StudioId } from '../../../../src-shared/studios/studio-id.ts'
import type { Word } from '../plan/lexicon.ts'
import type { Style } from './style.ts'

/** A studio's musicians, as far as the score engine and the engines of others need them. What a picker shows is in the studio's card. */
export type Ensemble = {
  readonly id: StudioId
  /** the first is played where the words do not choose */
  readonly styles: readonly Style[]
  /** what words mean in here: `style` votes are among the ensemble's own */
  readonly words: readonly Word[]
  /** how engines that read words instead of plans are brought near */
  readonly neural: NeuralSide
  /** how loud its songs are mastered; undefined: -14 LUFS */
  readonly targetLufs?: number
}

export type NeuralSide = {
  /** added to the prompt */
  readonly words: string
  /** how much the words count, where the musician did not say; see `Tuning.guidance` */
  readonly guidance: number
  /** file name of an adapter that is used when it is installed */
  readonly lora?: string
}
