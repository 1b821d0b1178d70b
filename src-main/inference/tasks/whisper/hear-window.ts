import { deflateSync } from 'node:zlib'
import { Tensor } from 'onnxruntime-node'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import type { Session } from '../../sessions/sessions.ts'
import { chooseToken, likelihoodOf } from './choose-token.ts'
import { createSpeaker } from './decoder.ts'
import { FRAME_COUNT, logMel, MEL_COUNT } from './log-mel.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Half of what the decoder can hold, as its authors have it. */
const MOST_TOKENS = 224
/** Tried in turn, each only where the one before went wrong (arXiv 2212.04356, section 4.5). */
const TEMPERATURES = [0, 0.4, 0.8]
/** A text that packs better than this repeats itself. */
const MOST_COMPRESSION = 2.4
const LEAST_MEAN_LOG_LIKELIHOOD = -1
const SURE_OF_SILENCE = 0.6

export type Ears = {
  readonly encoder: Session
  readonly decoder: Session
  readonly vocabulary: Vocabulary
  /** a language ("de"), or undefined: whichever it sounds like */
  readonly language: string | undefined
  readonly seed: number
  checkpoint(): Promise<void>
}

export type HeardWindow = { readonly text: string; readonly language: string; readonly isSilence: boolean }

type Answer = { readonly tokens: readonly number[]; readonly meanLogLikelihood: number; readonly silence: number }

const forbid = (logits: Float32Array, { end, suppressed, suppressedFirst }: Vocabulary, isFirst: boolean): Float32Array => {
  for (const token of suppressed) logits[token] = Number.NEGATIVE_INFINITY
  if (isFirst) for (const token of suppressedFirst) logits[token] = Number.NEGATIVE_INFINITY
  // languages, tasks and times
  logits.fill(Number.NEGATIVE_INFINITY, end + 1)
  return logits
}

const detectLanguage = async ({ decoder, vocabulary }: Ears, sound: Tensor): Promise<string> => {
  const { last } = await createSpeaker(decoder, sound).say([vocabulary.start])
  let best: readonly [string, number] = ['en', Number.NEGATIVE_INFINITY]
  for (const [name, token] of vocabulary.languages) {
    const logit = last[token] as number
    if (logit > best[1]) best = [name, logit]
  }
  return best[0]
}

const answer = async (ears: Ears, sound: Tensor, language: string, temperature: number): Promise<Answer> => {
  const { decoder, vocabulary, seed, checkpoint } = ears
  const { start, end, transcribe, withoutTimes, languages, noSpeech } = vocabulary
  const languageToken = languages.get(language)
  const beginning = languageToken === undefined ? [start, withoutTimes] : [start, languageToken, transcribe, withoutTimes]
  const speaker = createSpeaker(decoder, sound)
  const random = createRandom(seed).fork(temperature)
  const tokens: number[] = []
  let sum = 0
  let { first, last } = await speaker.say(beginning)
  const silence = noSpeech === undefined ? 0 : likelihoodOf(first, noSpeech)
  for (;;) {
    const { token, logLikelihood } = chooseToken(forbid(last, vocabulary, tokens.length === 0), temperature, random)
    sum += logLikelihood
    if (token === end || tokens.push(token) === MOST_TOKENS) break
    await checkpoint()
    last = (await speaker.say([token])).last
  }
  return { tokens, meanLogLikelihood: sum / (tokens.length + 1), silence }
}

const compression = (text: string): number => {
  const bytes = Buffer.from(text, 'utf8')
  return bytes.length / deflateSync(bytes).length
}

const speech = ({ tokens }: Answer, language: string, { textOf }: Vocabulary): HeardWindow => {
  const text = textOf(tokens).trim()
  return { text, language, isSilence: text === '' }
}

/** What is said in at most 30 s of sound. @param signal 16 kHz mono */
export const hearWindow = async (signal: Float32Array, ears: Ears): Promise<HeardWindow> => {
  const { encoder, vocabulary, checkpoint } = ears
  await checkpoint()
  const features = new Tensor('float32', logMel(signal), [1, MEL_COUNT, FRAME_COUNT])
  const sound = (await encoder.run({ input_features: features }, ['last_hidden_state'])).last_hidden_state
  if (!sound) throw new Error('a speech encoder without last_hidden_state')
  await checkpoint()
  const language = vocabulary.languages.size === 0 ? 'en' : (ears.language ?? (await detectLanguage(ears, sound)))
  let best: Answer | undefined
  for (const temperature of TEMPERATURES) {
    const heard = await answer(ears, sound, language, temperature)
    const isUnsure = heard.meanLogLikelihood < LEAST_MEAN_LOG_LIKELIHOOD
    if (isUnsure && heard.silence > SURE_OF_SILENCE) return { text: '', language, isSilence: true }
    const isRepeating = compression(vocabulary.textOf(heard.tokens)) > MOST_COMPRESSION
    if (!isUnsure && !isRepeating) return speech(heard, language, vocabulary)
    if (!best || (!isRepeating && heard.meanLogLikelihood > best.meanLogLikelihood)) best = heard
  }
  // none was sure: the surest one, for a person to correct
  return best ? speech(best, language, vocabulary) : { text: '', language, isSilence: true }
}
