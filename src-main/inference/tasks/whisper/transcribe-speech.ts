import type { InferenceTask } from '../../protocol.ts'
import { readSound } from '../../sound/read-sound.ts'
import { hearWindow } from './hear-window.ts'
import { RATE_HZ } from './log-mel.ts'
import { splitSpeech } from './split-speech.ts'
import { readVocabulary } from './vocabulary.ts'

export type TranscribeSpeechInput = {
  /** a working WAV */
  readonly audioPath: string
  readonly files: { readonly encoder: string; readonly decoder: string; readonly tokenizer: string; readonly generationConfig: string }
  /** two or three letters; undefined: whichever it sounds like */
  readonly language: string | undefined
  readonly seed: number
}

export type HeardSpeech = {
  /** empty: nobody spoke */
  readonly text: string
  /** of the first words */
  readonly language: string | undefined
  readonly seconds: number
}

/** Quieter than this (about -60 dBFS) is an empty room: a microphone that is off, or covered. */
const SILENT_PEAK = 0.001

const peakOf = (signal: Float32Array): number => {
  let peak = 0
  for (const sample of signal) peak = Math.max(peak, Math.abs(sample))
  return peak
}

/** What is said in a recording, in one line. */
export const transcribeSpeech: InferenceTask<TranscribeSpeechInput, HeardSpeech> = async (input, context) => {
  const { audioPath, files, language, seed } = input
  context.progress(0, 'reading the recording')
  const [signal = new Float32Array()] = await readSound(audioPath, { rateHz: RATE_HZ, channelCount: 1 })
  const seconds = signal.length / RATE_HZ
  if (peakOf(signal) < SILENT_PEAK) return { text: '', language: undefined, seconds }
  const vocabulary = await readVocabulary(files.tokenizer, files.generationConfig)
  const encoder = await context.sessions.open(files.encoder, { providers: ['cpu'] })
  const decoder = await context.sessions.open(files.decoder, { memoryArena: true, providers: ['cpu'] })
  const stretches = splitSpeech(signal)
  const texts: string[] = []
  let spoken: string | undefined = language
  for (const [index, { from, to }] of stretches.entries()) {
    context.progress(index / stretches.length, 'listening to what you said')
    const ears = { encoder, decoder, vocabulary, language: spoken, seed, checkpoint: context.checkpoint }
    const heard = await hearWindow(signal.subarray(from, to), ears)
    if (heard.isSilence) continue
    spoken ??= heard.language
    texts.push(heard.text)
  }
  return { text: texts.join(' ').replace(/\s+/g, ' ').trim(), language: spoken, seconds }
}
