import type { Track } from '../../src-shared/library/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { Rights } from '../../src-shared/rights/contract.ts'
import { originOf } from '../../src-shared/rights/origin.ts'

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString()

const ACTIONS: Readonly<Record<Take['kind'], string>> = {
  original: 'c2pa.created',
  imported: 'c2pa.opened',
  regenerate: 'c2pa.edited',
  extend: 'c2pa.edited',
  enhance: 'c2pa.enhanced',
  comp: 'c2pa.edited',
}

const actionOf = (take: Take) => ({
  action: ACTIONS[take.kind],
  when: isoTime(take.createdAt),
  softwareAgent: { name: 'Segno Studio', engine: take.engine },
  ...(originOf([take]).digitalSourceType && { digitalSourceType: originOf([take]).digitalSourceType }),
  parameters: {
    ...(take.prompt !== '' && { prompt: take.prompt }),
    ...(take.seed !== undefined && { seed: take.seed }),
    ...(take.region && {
      changes: { startSeconds: take.region.startFrame / take.sampleRateHz, endSeconds: take.region.endFrame / take.sampleRateHz },
    }),
    reason: take.reason,
  },
})

/**
 * The song's provenance in the words of C2PA 2.1 (claim, actions, ingredients, hash), as plain JSON. It is not signed and not embedded: a signature
 * needs a certificate that the studio does not have. `alg` and `hash` bind it to the sound as the library keeps it.
 *
 * @param lineage newest first
 */
export const provenanceManifest = (track: Track, lineage: readonly Take[], rights: Rights, appVersion: string): string =>
  `${JSON.stringify(
    {
      claim_generator_info: [{ name: 'Segno Studio', version: appVersion }],
      title: track.title,
      instance_id: track.id,
      format: 'audio/wav',
      isSigned: false,
      assertions: [
        { label: 'c2pa.hash.data', data: { alg: 'sha256', hash: track.audioSha256 } },
        { label: 'c2pa.actions.v2', data: { actions: lineage.toReversed().map(actionOf) } },
        {
          label: 'segno.rights',
          data: { maySell: rights.verdict, answer: rights.answer, disclosure: rights.disclosure, sources: rights.sources },
        },
        {
          label: 'segno.human-contribution',
          data: { ...rights.contribution, log: rights.contribution.log.map(({ at, ...entry }) => ({ ...entry, when: isoTime(at) })) },
        },
      ],
      ingredients: lineage
        .filter(({ kind }) => kind === 'imported')
        .map(({ audioSha256 }) => ({ title: track.sourceName ?? 'a recording', relationship: 'parentOf', data: { alg: 'sha256', hash: audioSha256 } })),
    },
    undefined,
    2,
  )}\n`
