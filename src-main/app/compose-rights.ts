import about from '../../package.json' with { type: 'json' }
import type { TrackReader } from '../library/index.ts'
import { type ChooseSavePath, safeFileName } from '../mixdown/index.ts'
import type { ModelShelf } from '../models/index.ts'
import { readCatalog } from '../models/index.ts'
import type { ProjectService } from '../project/index.ts'
import { createRightsHandlers, createRightsService, type FindTerms } from '../rights/index.ts'
import type { StemShelf } from '../separation/index.ts'

export type RightsCore = {
  readonly library: TrackReader
  readonly project: Pick<ProjectService, 'open'>
  readonly stems: Pick<StemShelf, 'find'>
  readonly chooseSavePath: ChooseSavePath
  readonly installed: Pick<ModelShelf, 'find'>
}

/** What works without a model, and is the studio's own. */
const OWN: Readonly<Record<string, string>> = {
  score: 'Built-in engine',
  exciter: 'Exciter',
}

/** Whether a song may be sold, and who made what of it, joined to the rest by `composition-root.ts`. */
export const composeRights = ({ library, project, stems, installed, chooseSavePath }: RightsCore) => {
  const models = new Map(readCatalog().models.map((model) => [String(model.id), model]))
  const findTerms: FindTerms = (id) => {
    const own = OWN[id]
    if (own)
      return { kind: 'engine', name: own, licence: { id: 'MIT', name: 'MIT', mayISell: 'yes', note: 'It is the studio’s own, and what it makes is yours.' } }
    // what no catalogue names (a model with a LoRA, one of the musician's) says its terms itself, as long as it is here
    const model = models.get(id) ?? models.get(id.replace(/-lite$/, '')) ?? installed.find(id)
    return model && { kind: 'model', name: model.name, licence: model.licence }
  }
  const service = createRightsService({
    library,
    project,
    findTerms,
    async stemOrigin(setId) {
      const set = await stems.find(setId)
      return set && { trackId: set.trackId, takeId: set.takeId, makerId: set.method === 'model' ? set.makerId : undefined }
    },
    appVersion: about.version,
  })
  const titleOf = async (trackId: Parameters<TrackReader['find']>[0]) => safeFileName((await library.find(trackId))?.title ?? 'song')
  return { handlers: createRightsHandlers(service, titleOf, (name) => chooseSavePath(name, 'json')), service }
}
