import type { Intent, Which } from '../../src-shared/agents/intent.ts'
import type { PartRole, SectionRole } from '../../src-shared/score/score.ts'

/** Reads a wish by rules. English; what it does not understand is `unknown`, never a guess. */

const SECTIONS: readonly (readonly [RegExp, SectionRole])[] = [
  [/\b(intro|introduction|opening|beginning)\b/, 'intro'],
  [/\bverses?\b/, 'verse'],
  [/\b(choruses|chorus|hook|refrain)\b/, 'chorus'],
  [/\b(bridge|middle eight)\b/, 'bridge'],
  [/\b(build|build-?up|riser)\b/, 'build'],
  [/\bthe drop\b|\bdrop (section|part)\b|\bdrops\b(?! the)/, 'drop'],
  [/\b(break|breakdown)\b/, 'break'],
  [/\bsolos?\b/, 'solo'],
  [/\b(outro|ending|coda|the end)\b/, 'outro'],
]

const WHICH: readonly (readonly [RegExp, Which])[] = [
  [/\b(first|1st)\b/, 'first'],
  [/\b(second|2nd)\b/, 'second'],
  [/\b(third|3rd)\b/, 'third'],
  [/\b(last|final)\b/, 'last'],
]

const ROLES: readonly (readonly [RegExp, readonly PartRole[]])[] = [
  [/\b(drums?|beat|kit)\b/, ['drums', 'percussion']],
  [/\bpercussion\b/, ['percussion']],
  [/\b(bass|808)\b/, ['bass']],
  [/\b(chords?|piano|keys|guitars?|comping)\b/, ['chords']],
  [/\b(pads?|strings)\b/, ['pad']],
  [/\b(arps?|arpeggios?)\b/, ['arp']],
  [/\b(lead|melody|tune|solo instrument)\b/, ['lead']],
  [/\b(counter-?melody|second voice)\b/, ['counter']],
  [/\b(textures?|vinyl|rain|noise)\b/, ['texture']],
]

const CALMER =
  /\b(quiet(er)?|soft(er)?|calm(er)?|gentl(e|er)|spars(e|er)|small(er)?|thin(ner)?|less (busy|intense|energetic|energy)|mellow(er)?|strip(ped)?( it)? (back|down)|tone (it )?down)\b/
const BIGGER =
  /\b(big(ger)?|loud(er)?|full(er)?|liv(ely|elier)|hard(er)?|huge|intense|more (energy|energetic|intense|drive|power)|power(ful)?|busier|epic|heavier)\b/
const MUCH = /\b(much|a lot|far|way|really|very|huge|epic)\b/
const LITTLE = /\b(a bit|a little|slightly|somewhat|a touch)\b/
const REST = /\b(drop|remove|mute|without|no|lose|cut|take out|take away|leave out|silence)\b/

const SLOWER = /\b(slow(er)?|slow (it )?down)\b/
const FASTER = /\b(fast(er)?|quick(er)?|speed (it )?up)\b/

const USUAL_STEP = 0.3

const stepOf = (text: string): number => (MUCH.test(text) ? 0.5 : LITTLE.test(text) ? 0.15 : USUAL_STEP)

const energyOf = (text: string): number => (CALMER.test(text) ? -stepOf(text) : BIGGER.test(text) ? stepOf(text) : 0)

const restsOf = (text: string): PartRole[] => {
  const at = REST.exec(text)
  if (!at) return []
  const after = text.slice(at.index + at[0].length)
  // "drop the drums in the intro": up to where the place begins
  const named = after.split(/\b(?:in|from|during|of|at|for)\b/)[0] ?? after
  return [...new Set(ROLES.flatMap(([words, roles]) => (words.test(named) ? roles : [])))]
}

const arrange = (text: string, hasMark: boolean): Intent | undefined => {
  const energy = energyOf(text)
  const rests = restsOf(text)
  if (energy === 0 && rests.length === 0) return undefined
  const section = SECTIONS.find(([words]) => words.test(text))?.[1]
  const isMarked = hasMark && (section === undefined || /\b(this|these|here|marked|selection|region)\b/.test(text))
  const place = isMarked ? 'marked' : (section ?? 'all')
  const which = WHICH.find(([words]) => words.test(text))?.[1] ?? 'every'
  return { kind: 'arrange', section: place, which, energy, rests }
}

/** `hasMark`: some bars are marked in the editor. `hasSong`: a song is open. */
export const readWish = (wish: string, { hasSong, hasMark }: { readonly hasSong: boolean; readonly hasMark: boolean }): Intent => {
  const text = wish.trim().toLowerCase().replace(/[’]/g, "'").replace(/\s+/g, ' ')
  if (/\b(may|can|could|allowed to) (i|we) sell|\b(licen[cs]e|copyright|rights)\b/.test(text)) return { kind: 'explain', about: 'rights' }
  if (
    /\b(quality|too loud|clipp?(ing|s)|what is wrong|what's wrong|any good|check (it|the song|this)|score (it|this|the song))\b|\bwhy is (it|this)\b/.test(text)
  )
    return { kind: 'explain', about: 'quality' }
  if (/\b(which|what) (parts|sections)|\b(form|structure) of\b|\bhow is (it|this|the song) built\b/.test(text)) return { kind: 'explain', about: 'parts' }
  const lyrics = /\b(?:lyrics|words to sing|text to sing)\b(?:.*?\babout (.{2,200}?))?[.!?]?$/.exec(text)
  if (lyrics) return { kind: 'lyrics', about: lyrics[1] ?? '' }
  const renamed = /\b(?:rename (?:it|this|the song) (?:to )?|call (?:it|this|the song) |title it )["“']?(.{1,120}?)["”']?[.!]?$/i.exec(wish.trim())
  if (renamed?.[1]) return { kind: 'rename', title: renamed[1].trim() }
  if (/\b(split|stems?|take (it|this|the song) apart|separate|isolate)\b/.test(text)) {
    const only = (['drums', 'bass', 'vocals'] as const).filter((name) => new RegExp(`\\b${name}\\b|\\b${name.replace(/s$/, '')}\\b`).test(text))
    return { kind: 'split', only }
  }
  if (/\b(similar|sounds? like (this|it)|something like (this|it)|more like (this|it)|what else)\b|^find\b/.test(text))
    return {
      kind: 'similar',
      words: hasSong && /\b(this|it)\b/.test(text) ? '' : text.replace(/^(find|show)( me)?( some)?( songs?)?( that (are|is|sound))?\s*/, '').slice(0, 200),
    }
  if (/^(please )?(make|create|generate|write|compose|give) (me )?(a|an|some|another|new)\b/.test(text) && !/\b(bit|little|touch)\b/.test(text.slice(0, 24)))
    return {
      kind: 'create',
      prompt: wish
        .trim()
        .replace(/^(please )?(make|create|generate|write|compose|give) (me )?/i, '')
        .slice(0, 500),
    }
  const arranged = arrange(text, hasMark)
  if (arranged) return arranged
  const bpm = /\b(\d{2,3}) ?bpm\b/.exec(text)
  if (SLOWER.test(text) || FASTER.test(text) || bpm) {
    const step = stepOf(text) / 2
    return { kind: 'variant', tempoFactor: bpm ? 1 : SLOWER.test(text) ? 1 - step : 1 + step, words: bpm ? bpm[0] : '' }
  }
  const swapped = /\b(?:with|use|add|bring in|instead) ((?:a |an |some )?[a-z][a-z -]{2,60})/.exec(text)
  if (hasSong && swapped?.[1]) return { kind: 'variant', tempoFactor: 1, words: `with ${swapped[1].replace(/ (instead.*)$/, '')}` }
  return { kind: 'unknown' }
}
