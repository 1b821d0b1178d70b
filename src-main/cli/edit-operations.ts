import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { EditOperation } from '../../src-shared/library/batch-edit.ts'
import { inWords } from './ask.ts'
import { findAlbum } from './find-album.ts'
import type { StudioServices } from './studio-services.ts'

const usage = (message: string) => new FailureError(failure('cli.usage', message))

const yesNo = (field: string, text: string): boolean => {
  if (['yes', 'true', '1'].includes(text)) return true
  if (['no', 'false', '0'].includes(text)) return false
  throw usage(`${field} is yes or no.`)
}
const names = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** "mood=calm", "tags+=night,piano", "album=Suite" */
const setting = async (studio: StudioServices, text: string): Promise<object> => {
  const parts = /^(\w+)(\+=|-=|=)(.*)$/su.exec(text)
  if (!parts) throw usage(`“${text}” is not like mood=calm or tags+=night.`)
  const [, field = '', sign, value = ''] = parts
  if (field === 'tags' && sign !== '=') return { kind: 'tags', add: sign === '+=' ? names(value) : [], remove: sign === '-=' ? names(value) : [] }
  if (sign !== '=') throw usage('Only tags are added (tags+=) and taken off (tags-=).')
  switch (field) {
    case 'title':
    case 'artist':
    case 'style':
    case 'mood':
      return { kind: field, [field]: value }
    case 'rating':
      return { kind: 'rating', rating: Number(value) }
    case 'favourite':
      return { kind: 'favourite', isFavourite: yesNo(field, value) }
    case 'disliked':
      return { kind: 'disliked', isDisliked: yesNo(field, value) }
    case 'album':
      return { kind: 'album', albumId: (await findAlbum(studio, value)).id }
    default:
      throw usage(`A song has no ${field} to set: title, artist, style, mood, rating, favourite, disliked, tags+=, tags-= and album there are.`)
  }
}

export type EditOptions = {
  readonly set?: readonly string[] | undefined
  readonly replace?: string | undefined
  readonly with?: string | undefined
  readonly pattern?: boolean | undefined
  readonly caseSensitive?: boolean | undefined
  readonly case?: 'upper' | 'lower' | 'title' | 'sentence' | undefined
  readonly number?: number | undefined
}

/** In the order: replace, case, set, number. @throws FailureError cli.usage */
export const editOperations = async (studio: StudioServices, options: EditOptions): Promise<EditOperation[]> => {
  const wanted: object[] = []
  if (options.replace !== undefined)
    wanted.push({
      kind: 'replace',
      find: options.replace,
      replaceWith: options.with ?? '',
      isPattern: options.pattern ?? false,
      isCaseSensitive: options.caseSensitive ?? false,
    })
  if (options.case) wanted.push({ kind: 'case', to: options.case })
  for (const text of options.set ?? []) wanted.push(await setting(studio, text))
  if (options.number !== undefined) wanted.push({ kind: 'number', first: options.number, digits: 2, place: 'before' })
  if (wanted.length === 0) throw usage('Say what to change: --set mood=calm, --replace … --with …, --case title or --number 1.')
  return wanted.map((operation) => {
    const parsed = EditOperation.safeParse(operation)
    if (!parsed.success) throw usage(`${parsed.error.issues.map(inWords).join('; ')}.`)
    return parsed.data
  })
}
