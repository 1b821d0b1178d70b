import { openStudio } from './studio.ts'

/** A piece of the built-in engine with everything that is true of it: the score says where each beat lies. */
export type RenderedSong = {
  readonly name: string
  readonly style: string
  readonly seed: number
  readonly sampleRateHz: number
  readonly mono: Float32Array
  readonly tempoBpm: number
  readonly beatsPerBar: number
  readonly key: { readonly tonic: string; readonly mode: string }
  readonly beatSeconds: readonly number[]
  readonly barSeconds: readonly number[]
  readonly sectionSeconds: readonly number[]
}

const PROMPTS: Readonly<Record<string, readonly string[]>> = {
  lofi: ['lo-fi beat for studying', 'slow dusty lo-fi with rain', 'lo-fi hip hop, jazzy piano', 'melancholic lofi in minor'],
  house: ['house workout', 'deep house at night', 'uplifting house 126 bpm', 'minimal house, dark'],
  ambient: ['ambient sleep', 'slow ambient drone', 'bright ambient morning', 'dark ambient space'],
  'acoustic-pop': ['acoustic pop', 'happy acoustic guitar song', 'sad acoustic ballad', 'acoustic pop waltz in 3/4'],
  chip: ['8-bit chip', 'fast chiptune adventure', 'chiptune boss fight in minor', 'slow chip lullaby'],
}

/** @param each pieces a style; different prompts, tempi, keys and seeds */
export async function* renderSongs(each: number, seconds: number, firstSeed = 100): AsyncGenerator<RenderedSong> {
  const studio = await openStudio()
  try {
    for (const [style, prompts] of Object.entries(PROMPTS))
      for (let index = 0; index < each; index++) {
        const prompt = prompts[index % prompts.length] ?? style
        const seed = firstSeed + index * 17
        const { plan, score, left, right } = studio.make(prompt, seed, seconds)
        const { beats, unit } = score.timeSignature
        const beat = (60 / (score.tempoMap[0]?.tempoBpm ?? 120)) * (4 / unit)
        const lines = (step: number) => Array.from({ length: Math.floor(left.length / 44_100 / step) }, (_, i) => i * step)
        yield {
          name: `${style} ${index + 1}: ${prompt}`,
          style,
          seed,
          sampleRateHz: 44_100,
          mono: left.map((value, i) => 0.5 * (value + (right[i] as number))),
          tempoBpm: score.tempoMap[0]?.tempoBpm ?? 120,
          beatsPerBar: beats,
          key: plan.key,
          beatSeconds: lines(beat),
          barSeconds: lines(beat * beats),
          sectionSeconds: score.sections.map(({ startBar }) => startBar * beat * beats),
        }
      }
  } finally {
    studio.close()
  }
}
