import type { LanguageModel as SdkModel } from 'ai'
import { ConsecutiveBreaker, circuitBreaker, DelegateBackoff, handleWhen, type IPolicy, retry, TimeoutStrategy, timeout, wrap } from 'cockatiel'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { ServiceId } from '../../../src-shared/llm/contract.ts'
import type { AskContext } from '../language-model.ts'
import type { Speaker, SpeakerAnswer, SpeakerQuestion } from '../speaker.ts'
import { askedPause, isPassing, serviceFailure } from './service-failures.ts'
import type { ServiceFacts } from './service-list.ts'

export type ServiceSettings = { readonly model: string; readonly baseUrl: string | undefined; readonly key: string | undefined }

export type ServiceTiming = {
  readonly answerMilliseconds: number
  readonly restMilliseconds: number
  /** first pause before another try; doubles */
  readonly pauseMilliseconds: number
}
export const SERVICE_TIMING: ServiceTiming = { answerMilliseconds: 60_000, restMilliseconds: 60_000, pauseMilliseconds: 500 }
const MOST_PAUSE_MILLISECONDS = 20_000
const TRIES = 2
const FAILURES_IN_A_ROW = 3

/** Retry with back-off around a breaker around a timeout: one a service, kept as long as the studio runs. */
export const createServicePolicy = ({ answerMilliseconds, restMilliseconds, pauseMilliseconds }: ServiceTiming): IPolicy => {
  const passing = handleWhen(isPassing)
  // asked to wait longer than this, another service is the better answer
  const backoff = new DelegateBackoff<{ attempt: number; result: { error?: Error } }>(
    ({ attempt, result }) => askedPause(result.error) ?? pauseMilliseconds * 2 ** (attempt - 1),
  )
  const again = retry(
    handleWhen((error) => isPassing(error) && (askedPause(error) ?? 0) <= MOST_PAUSE_MILLISECONDS),
    { maxAttempts: TRIES - 1, backoff: backoff as never },
  )
  const breaker = circuitBreaker(passing, { halfOpenAfter: restMilliseconds, breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW) })
  return wrap(again, breaker, timeout(answerMilliseconds, TimeoutStrategy.Aggressive))
}

/** The library is large: it is loaded when a service is asked for the first time. */
const openModel = async (id: ServiceId, { model, baseUrl, key }: ServiceSettings, fetch: typeof globalThis.fetch): Promise<SdkModel> => {
  const options = { apiKey: key ?? '', fetch, ...(baseUrl && { baseURL: baseUrl }) }
  switch (id) {
    case 'deepseek':
      return (await import('@ai-sdk/deepseek')).createDeepSeek(options)(model)
    case 'mistral':
      return (await import('@ai-sdk/mistral')).createMistral(options)(model)
    case 'google':
      return (await import('@ai-sdk/google')).createGoogleGenerativeAI(options)(model)
    case 'openai':
      return (await import('@ai-sdk/openai')).createOpenAI(options).chat(model)
    case 'anthropic':
      return (await import('@ai-sdk/anthropic')).createAnthropic(options)(model)
    // speaks OpenAI's chat protocol at its own address
    case 'xai':
    case 'compatible': {
      const address = baseUrl ?? (id === 'xai' ? 'https://api.x.ai/v1' : undefined)
      if (!address) throw new FailureError(failure('llm.no-address', 'no address is set for it'))
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
      return createOpenAICompatible({ name: id, baseURL: address, fetch, supportsStructuredOutputs: true, ...(key && { apiKey: key }) })(model)
    }
  }
}

// the library would write to the console
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false })

const ask = async (sdkModel: SdkModel, question: SpeakerQuestion, { onText, signal }: AskContext) => {
  const { generateText, Output, streamText } = await import('ai')
  const { system, messages, schema, maxTokens, temperature, seed } = question
  const request = {
    model: sdkModel,
    system,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    output: Output.object({ schema }),
    maxOutputTokens: maxTokens,
    temperature,
    seed,
    abortSignal: signal,
    maxRetries: 0,
  }
  if (!onText) {
    const { output, usage } = await generateText(request)
    return { output, usage }
  }
  let broken: unknown
  const stream = streamText({
    ...request,
    onError: ({ error }) => {
      broken = error
    },
  })
  let text = ''
  for await (const piece of stream.textStream) {
    text += piece
    onText(text)
  }
  if (broken !== undefined) throw broken
  return { output: await stream.output, usage: await stream.usage }
}

export type ServiceSpeakerParts = {
  readonly id: ServiceId
  readonly facts: ServiceFacts
  readonly settings: ServiceSettings
  readonly policy: IPolicy
  /** refuses to open a connection while the studio is sealed */
  readonly fetch: typeof globalThis.fetch
}

/** A service elsewhere as one of those who can be asked. */
export const serviceSpeaker = ({ id, facts, settings, policy, fetch }: ServiceSpeakerParts): Speaker => {
  const costOf = (promptTokens: number, answerTokens: number): number => (promptTokens * facts.inputDollars + answerTokens * facts.outputDollars) / 1e6
  return {
    id,
    name: settings.model === '' ? facts.name : `${facts.name} (${settings.model})`,
    isLocal: false,
    costOf,
    async ask(question, context): Promise<SpeakerAnswer> {
      const begun = performance.now()
      let firstTokenMilliseconds: number | undefined
      const onText = context.onText && {
        onText: (text: string) => {
          firstTokenMilliseconds ??= performance.now() - begun
          context.onText?.(text)
        },
      }
      try {
        const model = await openModel(id, settings, fetch)
        const { output, usage } = await policy.execute(({ signal }) => ask(model, question, { signal, ...onText }), context.signal)
        const { inputTokens, outputTokens } = usage
        return {
          value: output,
          promptTokens: inputTokens,
          answerTokens: outputTokens,
          firstTokenMilliseconds,
          dollars: costOf(inputTokens ?? 0, outputTokens ?? 0),
        }
      } catch (cause) {
        context.signal.throwIfAborted()
        throw serviceFailure(cause)
      }
    },
  }
}
