import type { StudioCard } from '../../../../../src-shared/studios/contract.ts'

export const virtuosoCard: StudioCard = {
  id: 'virtuoso',
  name: 'Virtuoso',
  blurb: 'Classical: forms and counterpoint by the rules',
  agents: [
    {
      id: 'score',
      name: 'Score',
      job: 'Writes minuets, sonata expositions and fugues in three or four real voices, and checks every bar against the rules of counterpoint.',
    },
    {
      id: 'orchestration',
      name: 'Orchestration',
      job: 'Gives each voice to a player within its range, doubles in tutti, and marks bowing, articulation, dynamics and trills.',
    },
  ],
  styles: ['minuet', 'sonata', 'fugue'],
  examplePrompts: [
    'Minuet in G major for string quartet, graceful, 116 bpm',
    'Fugue in G minor for organ, solemn',
    'Sonata exposition for violin and piano in D major, bright and quick',
  ],
  recognisedBy: [
    'classical',
    'string quartet',
    'string trio',
    'wind quartet',
    'fugue',
    'minuet',
    'sonata',
    'chamber',
    'chamber music',
    'counterpoint',
    'baroque',
  ],
}
