import type { ServiceId } from '../../../src-shared/llm/contract.ts'

/**
 * Services that the studio knows. Prices are dollars for a million tokens as their pages stated them in November 2025: estimates, for sorting and for
 * the daily limit. `strength`: 1 for short jobs, 3 for long ones that hang together.
 */
export type ServiceFacts = {
  readonly name: string
  /** the usual variables that hold a key */
  readonly variables: readonly string[]
  readonly model: string
  readonly inputDollars: number
  readonly outputDollars: number
  readonly strength: 1 | 2 | 3
}

export const SERVICES: Readonly<Record<ServiceId, ServiceFacts>> = {
  deepseek: { name: 'DeepSeek', variables: ['DEEPSEEK_API_KEY'], model: 'deepseek-chat', inputDollars: 0.28, outputDollars: 0.42, strength: 2 },
  mistral: { name: 'Mistral', variables: ['MISTRAL_API_KEY'], model: 'mistral-small-latest', inputDollars: 0.1, outputDollars: 0.3, strength: 1 },
  google: {
    name: 'Gemini',
    variables: ['GEMINI_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    model: 'gemini-2.5-flash',
    inputDollars: 0.3,
    outputDollars: 2.5,
    strength: 2,
  },
  xai: { name: 'Grok', variables: ['XAI_API_KEY'], model: 'grok-3-mini', inputDollars: 0.3, outputDollars: 0.5, strength: 2 },
  openai: { name: 'OpenAI', variables: ['OPENAI_API_KEY'], model: 'gpt-4o-mini', inputDollars: 0.15, outputDollars: 0.6, strength: 2 },
  anthropic: { name: 'Anthropic', variables: ['ANTHROPIC_API_KEY'], model: 'claude-3-5-haiku-latest', inputDollars: 0.8, outputDollars: 4, strength: 3 },
  compatible: { name: 'OpenAI-compatible server', variables: ['SEGNO_LLM_KEY'], model: '', inputDollars: 0, outputDollars: 0, strength: 1 },
}
