import { useEffect, useState } from 'react'
import type { Separator, SplitRequest } from '../../src-shared/separation/contract.ts'
import { Button, Chip, Choices, Dialog, LinkButton, Segmented, Select, Skeleton } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import styles from './SplitDialog.module.css'
import { allOf } from './separation-words.ts'
import { closeSplit, type SplitQuestion, split, useSplit } from './split-store.ts'
import type { SongStems } from './stems-store.ts'

type Wish = 'all' | 'vocals' | 'choose' | 'score'
type Care = 'once' | 'twice' | 'five'
const CARES: readonly { value: Care; label: string }[] = [
  { value: 'once', label: 'Quick' },
  { value: 'twice', label: 'Better, 2× as long' },
  { value: 'five', label: 'Best, 5× as long' },
]
const SHIFTS: Readonly<Record<Care, number>> = { once: 0, twice: 2, five: 5 }

/** Says what a song is split into, by what, and where, before anything starts. */
export const SplitDialog = () => {
  const { asked, song } = useSplit()
  if (!asked) return null
  if (!song)
    return (
      <Dialog isOpen onClose={closeSplit} title={`Split “${asked.title}” into stems`}>
        <Skeleton width="280px" />
      </Dialog>
    )
  return song.separators.length === 0 && !song.hasScore ? <NoModel asked={asked} /> : <SplitForm key={asked.trackId} asked={asked} song={song} />
}

const openModels = () => {
  closeSplit()
  goTo({ place: 'models', modelId: 'htdemucs' })
}

const NoModel = ({ asked }: { readonly asked: SplitQuestion }) => (
  <Dialog
    isOpen
    onClose={closeSplit}
    title={`Split “${asked.title}” into stems`}
    description="Taking a song apart needs a separation model, and none is installed. HTDemucs hears drums, bass, vocals and the rest; it is 174 MB and runs on any computer."
    footer={
      <>
        <Button onClick={closeSplit}>Not now</Button>
        <Button variant="primary" onClick={openModels}>
          Open Models
        </Button>
      </>
    }
  />
)

const requestOf = (wish: Wish, chosen: readonly string[], separator: Separator | undefined): Pick<SplitRequest, 'method' | 'modelId' | 'only'> => {
  if (wish === 'score') return { method: 'score', modelId: undefined, only: undefined }
  const only = wish === 'vocals' ? ['vocals'] : wish === 'choose' ? [...chosen] : undefined
  return { method: 'model', modelId: separator?.modelId, only }
}

const SplitForm = ({ asked, song }: { readonly asked: SplitQuestion; readonly song: SongStems }) => {
  const { separators, hasScore } = song
  const [separator, setSeparator] = useState(separators[0])
  const [wish, setWish] = useState<Wish>(separators.length > 0 ? 'all' : 'score')
  const [chosen, setChosen] = useState<readonly string[]>(['vocals'])
  const [care, setCare] = useState<Care>('once')
  const [where, setWhere] = useState<'song' | 'bars'>('song')
  useEffect(() => setChosen((names) => names.filter((name) => separator?.stems.includes(name))), [separator])
  const isScore = wish === 'score'
  const start = () =>
    void split(
      {
        trackId: asked.trackId,
        ...requestOf(wish, chosen, separator),
        region: !isScore && where === 'bars' ? asked.region : undefined,
        shifts: isScore ? 0 : SHIFTS[care],
      },
      asked.title,
    )
  const wishes: { value: Wish; label: string; hint: string }[] = [
    ...(separator ? [{ value: 'all' as const, label: allOf(separator), hint: 'Each by itself.' }] : []),
    ...(separator?.stems.includes('vocals')
      ? [{ value: 'vocals' as const, label: 'Vocals and everything else', hint: 'For karaoke, a remix or an a cappella.' }]
      : []),
    ...(separator ? [{ value: 'choose' as const, label: 'Only some', hint: 'The others come as one.' }] : []),
    ...(hasScore
      ? [{ value: 'score' as const, label: 'Every instrument of its score', hint: 'The studio made this song, so it plays each part alone. No model needed.' }]
      : []),
  ]
  return (
    <Dialog
      isOpen
      onClose={closeSplit}
      title={`Split “${asked.title}” into stems`}
      footer={
        <>
          <Button onClick={closeSplit}>Cancel</Button>
          <Button variant="primary" disabled={wish === 'choose' && chosen.length === 0} onClick={start}>
            {where === 'bars' && !isScore ? `Split ${asked.place ?? 'the marked bars'}` : 'Split the song'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Choices label="What it is split into" value={wish} options={wishes} onChange={setWish} />
        {wish === 'choose' && separator && (
          <fieldset className={styles.chips}>
            <legend className="visually-hidden">By themselves</legend>
            {separator.stems.map((name) => (
              <Chip
                key={name}
                isSelected={chosen.includes(name)}
                onClick={() => setChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])}
              >
                {name.charAt(0).toUpperCase() + name.slice(1)}
              </Chip>
            ))}
          </fieldset>
        )}
        {!isScore && asked.region && (
          <Segmented
            label="Where"
            size="small"
            value={where}
            options={[
              { value: 'song', label: 'The whole song' },
              { value: 'bars', label: asked.place ? `Only ${asked.place}` : 'Only the marked bars' },
            ]}
            onChange={setWhere}
          />
        )}
        {!isScore && <Segmented label="Care" size="small" value={care} options={CARES} onChange={setCare} />}
        {!isScore && separators.length > 1 && separator && (
          <Select
            label="Model"
            value={separator.modelId}
            options={separators.map(({ modelId, name }) => ({ value: modelId as string, label: name }))}
            onChange={(modelId) => setSeparator(separators.find((one) => one.modelId === modelId))}
          />
        )}
        {!isScore && separator && (
          <p className={styles.note}>
            By {separator.name}. May I sell it? {separator.licence.note}
          </p>
        )}
        {separators.length === 0 && (
          <p className={styles.note}>
            To hear voices out of any song, install a separation model.{' '}
            <LinkButton isInText onClick={openModels}>
              Open Models
            </LinkButton>
          </p>
        )}
      </div>
    </Dialog>
  )
}
