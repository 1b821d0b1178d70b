import type { Actor } from '../../src-shared/history/contract.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import type { HistoryService } from '../history/index.ts'
import {
  albumsFromTagsHandlers,
  batchEditHandlers,
  coverHandlers,
  createKeptSelections,
  createLibraryQuestions,
  createLibraryUpkeep,
  createQuestionsInThread,
  type ImportHandlers,
  libraryHandlers,
  selectionHandlers,
} from '../library/index.ts'
import type { Core } from './compose-core.ts'

export type LibraryCore = Core & Pick<ImportHandlers, 'importOffered'> & { readonly history: HistoryService; readonly claimOnlyOwn: boolean }

/** The library's calls, in the name of whoever makes them, and its upkeep. */
export const composeLibrary = ({ database, reading, store, covers, audio, events, ids, now, settings, history, importOffered, claimOnlyOwn }: LibraryCore) => {
  // a command asks once: a thread would cost it more than its answer
  const questions = claimOnlyOwn ? createLibraryQuestions(database.query, now) : createQuestionsInThread(database.path, database.query, now)
  const library = { database, audio: store, events, ids, now, questions, reading }
  const upkeep = createLibraryUpkeep(library)
  return {
    handlersFor(actor: Actor) {
      const selections = createKeptSelections()
      return {
        ...libraryHandlers({ ...library, actor }),
        setAlbumCover: coverHandlers({ ...library, actor }, covers).setAlbumCover,
        ...selectionHandlers({
          questions,
          selections,
          history,
          ids,
          now,
          actor,
          database,
          audio: store,
          events,
        }),
        ...batchEditHandlers({ database, reading, history, actor, selections }),
        ...albumsFromTagsHandlers({ database, reading, history, selections, ids, now, actor }),
        importOffered,
        async waves({ audioSha256s }: { readonly audioSha256s: readonly Sha256[] }, signal?: AbortSignal) {
          const waves = await questions.waves(audioSha256s.map(audio.peaksPathOf), signal)
          return ok({ waves: waves.map((wave) => wave && Buffer.from(wave.buffer).toString('base64')) })
        },
      }
    },
    giveAlbumCover: coverHandlers({ ...library, actor: 'person' }, covers).giveAlbumCover,
    tidy: () => upkeep.tidy(settings.current().trashDays),
    recover: upkeep.recover,
    watch: upkeep.watch,
    close: questions.close,
  }
}
