import { foundation } from './001-foundation.ts'
import { enhanceTakes } from './002-enhance-takes.ts'
import { stems } from './003-stems.ts'
import { hearings } from './004-hearings.ts'
import { transcriptions } from './005-transcriptions.ts'
import { soundVectors } from './006-sound-vectors.ts'
import { sharedResiduals } from './007-shared-residuals.ts'
import { languageAnswers } from './008-language-answers.ts'
import { studios } from './010-studios.ts'
import { memory } from './011-memory.ts'
import { influences } from './012-influences.ts'
import { marks } from './013-marks.ts'
import { finding } from './014-finding.ts'
import { historyAndComments } from './015-history-and-comments.ts'
import { compTakes } from './016-comp-takes.ts'
import { intake } from './019-intake.ts'
import { fileFacts } from './020-file-facts.ts'
import { oneHistory } from './022-one-history.ts'
import { followingStems } from './024-following-stems.ts'
import { toldMakers } from './036-told-makers.ts'
import { albumTags } from './037-album-tags.ts'
import { albumPlaces } from './038-album-places.ts'
import { takeNumbers } from './039-take-numbers.ts'
import { songWords } from './040-song-words.ts'
import type { Migration } from './migration.ts'

export type { Migration } from './migration.ts'

/** Every migration, once, in the order of their versions. */
export const migrations: readonly Migration[] = [
  foundation,
  enhanceTakes,
  stems,
  hearings,
  transcriptions,
  soundVectors,
  sharedResiduals,
  languageAnswers,
  studios,
  memory,
  influences,
  marks,
  finding,
  historyAndComments,
  compTakes,
  intake,
  fileFacts,
  oneHistory,
  followingStems,
  toldMakers,
  albumTags,
  albumPlaces,
  takeNumbers,
  songWords,
]
