import type { StudioId } from '../../../src-shared/studios/studio-id.ts'
import { findInstrument } from './instruments.ts'
import type { Instruments } from './render/render-score.ts'
import { findEnsemble, OPEN_STYLES } from './styles/index.ts'

/** Every third semitone meets each sample of a preset; drums are one key each. */
const PITCH_STEP = 3
const DRUM_KEYS = [35, 36, 37, 38, 39, 40, 42, 44, 45, 46, 47, 49, 50, 51]
const VELOCITY = 90

/** Unpacks the sounds of a studio's usual players, so that its first song waits for nothing. */
export const warmUp = (studio: StudioId, { bank }: Instruments, between: () => void): void => {
  const [style = OPEN_STYLES.lofi] = findEnsemble(studio)?.styles ?? []
  for (const seat of style.ensemble) {
    between()
    const instrument = findInstrument(seat.instruments[0] ?? '')
    if (instrument?.voice.kind === 'soundfont') {
      const address = { isDrumKit: false, bank: instrument.voice.bank, program: instrument.voice.program }
      for (let pitch = instrument.range.low; pitch <= instrument.range.high; pitch += PITCH_STEP) bank.zones(address, pitch, VELOCITY)
    }
    if (instrument?.voice.kind === 'drumkit')
      for (const key of DRUM_KEYS) bank.zones({ isDrumKit: true, bank: 128, program: instrument.voice.program }, key, VELOCITY)
  }
}
