/** Sixty songs as a library would have them: made from words, or imported with a title and what was heard in them. Ids say their group. */
export type EvaluationSong = {
  readonly id: string
  readonly prompt: string
  readonly imported?: { readonly title: string; readonly artist: string; readonly tempoBpm: number; readonly tonic: string; readonly mode: 'major' | 'minor' }
}

const group = (name: string, prompts: readonly string[]): EvaluationSong[] => prompts.map((prompt, i) => ({ id: `${name}-${i + 1}`, prompt }))
const imported = (id: string, title: string, artist: string, tempoBpm: number, tonic: string, mode: 'major' | 'minor'): EvaluationSong => ({
  id,
  prompt: '',
  imported: { title, artist, tempoBpm, tonic, mode },
})

export const SONGS: readonly EvaluationSong[] = [
  ...group('sleep', [
    'weightless ambient for falling asleep, warm strings, no drums',
    'very slow dreamy pads for deep sleep, soft choir',
    'lullaby with music box and soft strings for a baby at night',
    'calm night ambience to drift off, slow strings, 58 bpm',
  ]),
  ...group('space', [
    'drifting through deep space, cold synth pads and bells',
    'cosmic ambient, a lonely satellite, airy choir',
    'zero gravity soundscape, sub bass drone',
  ]),
  ...group('meditate', ['meditation with soft bells and breathing pads', 'yoga class background, harp and flute, peaceful']),
  ...group('rain', [
    'rainy night lo-fi piano, 74 bpm, A minor',
    'lo-fi beat with rain on the window, felt piano and upright bass',
    'melancholic rainy evening lo-fi, electric piano, vinyl crackle',
    'sad slow lo-fi with rain and muted guitar',
  ]),
  ...group('cafe', [
    'jazzy coffee shop lo-fi, upright bass and brushes',
    'cosy café jazz with vibraphone and double bass',
    'lazy Sunday bossa nova lo-fi with nylon guitar',
  ]),
  ...group('study', [
    'beats to study and focus, steady and warm, 80 bpm',
    'lo-fi for coding at night, electric piano, 82 bpm',
    'homework beat, mellow, no surprises',
  ]),
  ...group('workout', [
    'hard workout house, 128 bpm, big drop',
    'energetic gym track with driving bass, 130 bpm',
    'cardio running music, fast electronic, 132 bpm in F minor',
    'intense HIIT training beat',
  ]),
  ...group('club', ['deep house for the dancefloor, 122 bpm', 'late club techno, dark and driving', 'tech house groove with stabs, 125 bpm']),
  ...group('disco', ['funky disco party, happy, 118 bpm', 'summer dance hit with bright synths, euphoric', 'city pop synth with bright chords, 112 bpm']),
  ...group('sunrise', ['uplifting house for a run at sunrise, plucky synths, hopeful', 'morning progressive house, bright and hopeful, 120 bpm in D major']),
  ...group('campfire', [
    'hopeful acoustic song around a campfire in G major, strummed guitar',
    'folk singalong with banjo and hand percussion',
    'happy ukulele tune for the beach',
    'cheerful whistle and acoustic guitar, light percussion',
  ]),
  ...group('road', ['road trip acoustic rock, open windows, 116 bpm', 'country guitar for a long drive']),
  ...group('ballad', [
    'tender wedding ballad, acoustic guitar and strings, romantic',
    'heartbroken slow acoustic ballad in E minor',
    'love song with piano and cello, 68 bpm',
  ]),
  ...group('boss', ['chiptune boss fight, 170 bpm, furious, C minor', '8-bit battle theme, fast and dark', 'intense final boss chip music, 180 bpm']),
  ...group('overworld', [
    'heroic 8-bit overworld theme, 150 bpm, D major',
    'adventurous chiptune for exploring a green valley',
    'cheerful platform game music, 8-bit',
  ]),
  ...group('puzzle', ['calm chiptune for a puzzle menu, 96 bpm', 'thinking music for a retro puzzle game, gentle pulses']),
  ...group('waltz', ['waltz for piano in three four, 96 bpm', 'slow acoustic waltz with accordion', 'lo-fi waltz, dreamy, 3/4']),
  imported('band-1', 'Blue corner', 'The Small Trio', 142, 'Bb', 'major'),
  imported('band-2', 'Blue corner (take 2)', 'The Small Trio', 138, 'Bb', 'major'),
  imported('band-3', 'Walking home late', 'The Small Trio', 96, 'F', 'minor'),
  imported('demo-1', 'Kitchen demo guitar', 'Mara', 104, 'G', 'major'),
  imported('demo-2', 'Kitchen demo vocals', 'Mara', 104, 'G', 'major'),
  imported('demo-3', 'Voice memo harbour', 'Mara', 74, 'A', 'minor'),
  imported('set-1', 'Warehouse set part one', 'Kollektiv Nord', 134, 'F', 'minor'),
  imported('set-2', 'Warehouse set part two', 'Kollektiv Nord', 136, 'C', 'minor'),
  imported('field-1', 'Forest stream recording', '', 60, 'C', 'major'),
  imported('field-2', 'Thunderstorm on the balcony', '', 61, 'D', 'minor'),
  imported('choir-1', 'Christmas choir rehearsal', 'St. Anna', 66, 'D', 'major'),
  imported('choir-2', 'Requiem excerpt', 'St. Anna', 54, 'D', 'minor'),
]

/** `isRight`: by construction, from the facts of the library; `right`: by hand, ids or whole groups ("sleep"). */
export type Fact = {
  readonly id: string
  readonly style?: string | undefined
  readonly tempoBpm?: number | undefined
  readonly key?: { tonic: string; mode: string } | undefined
  readonly instruments: readonly string[]
  readonly beats: number
}
export type EvaluationQuery = { readonly text: string; readonly right?: readonly string[]; readonly isRight?: (song: Fact) => boolean }

const near = (bpm: number | undefined, wanted: number): boolean => bpm !== undefined && [1, 2, 0.5].some((fold) => Math.abs((bpm * fold) / wanted - 1) < 0.035)
const isIn = (tonic: string, mode: string) => (song: Fact) => song.key?.tonic === tonic && song.key.mode === mode

export const QUERIES: readonly EvaluationQuery[] = [
  // as people ask: other words than the songs were made from
  { text: 'help me fall asleep', right: ['sleep'] },
  { text: 'something to put a child to bed', right: ['sleep'] },
  { text: 'floating among the stars', right: ['space'] },
  { text: 'relaxing spa background', right: ['meditate', 'sleep'] },
  { text: 'gloomy wet weather mood', right: ['rain', 'field-2'] },
  { text: 'a storm outside, sad keys', right: ['rain', 'field-2'] },
  { text: 'espresso bar, small jazz combo', right: ['cafe', 'band'] },
  { text: 'concentrate while programming', right: ['study'] },
  { text: 'learn for an exam', right: ['study'] },
  { text: 'push harder at the gym', right: ['workout'] },
  { text: 'jogging playlist', right: ['workout', 'sunrise'] },
  { text: 'nightclub, dark, relentless', right: ['club', 'set'] },
  { text: 'feel-good party with friends', right: ['disco'] },
  { text: 'wake up full of hope', right: ['sunrise'] },
  { text: 'singing together outdoors at night', right: ['campfire'] },
  { text: 'sunny holiday on the beach', right: ['campfire', 'disco-2'] },
  { text: 'driving along the highway', right: ['road'] },
  { text: 'first dance of the bride and groom', right: ['ballad'] },
  { text: 'broken heart', right: ['ballad', 'rain'] },
  { text: 'fighting the last enemy in an old video game', right: ['boss'] },
  { text: 'walking through a pixel world', right: ['overworld', 'puzzle'] },
  { text: 'brain teaser on an old handheld console', right: ['puzzle'] },
  { text: 'music to dance in circles, one two three', right: ['waltz'] },
  { text: 'what the trio played', right: ['band'] },
  { text: 'nature sounds', right: ['field'] },
  { text: 'church singers', right: ['choir'] },
  { text: 'Mara in the kitchen', right: ['demo-1', 'demo-2'] },
  { text: 'warehouse', right: ['set'] },
  { text: 'Musik zum Einschlafen', right: ['sleep'] },
  { text: 'música triste con lluvia', right: ['rain'] },
  // by construction: what the words say is in the facts
  { text: '74 bpm', isRight: ({ tempoBpm }) => near(tempoBpm, 74) },
  { text: 'around 128 bpm house', isRight: ({ tempoBpm, style }) => near(tempoBpm, 128) && style === 'house' },
  { text: 'in A minor', isRight: isIn('A', 'minor') },
  { text: 'D major theme', isRight: isIn('D', 'major') },
  { text: 'key of G major, about 104 bpm', isRight: (song) => isIn('G', 'major')(song) && near(song.tempoBpm, 104) },
  { text: 'F minor, fast', isRight: (song) => isIn('F', 'minor')(song) && (song.tempoBpm ?? 0) > 115 },
  { text: 'upright bass', isRight: ({ instruments }) => instruments.includes('upright-bass') },
  { text: 'acoustic guitar strumming', isRight: ({ instruments, style }) => instruments.some((id) => /guitar/.test(id)) && style === 'acoustic-pop' },
  { text: 'with a choir', isRight: ({ id, instruments }) => instruments.some((one) => /choir/.test(one)) || id.startsWith('choir') },
  { text: 'chiptune', isRight: ({ style }) => style === 'chip' },
  { text: 'three four time', isRight: ({ beats }) => beats === 3 },
  { text: 'slow ambient strings', isRight: ({ style, instruments }) => style === 'ambient' && instruments.some((id) => /strings/.test(id)) },
]
