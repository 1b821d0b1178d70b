import { AudioLines, X } from 'lucide-react'
import { useStore } from 'zustand'
import { LinkButton } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { counted } from '../words/index.ts'
import styles from './SoundSearch.module.css'
import { soundSearch, stopSoundSearch } from './sound-search-store.ts'

const Install = ({ modelId, children }: { readonly modelId: string; readonly children: string }) => (
  <LinkButton onClick={() => goTo({ place: 'models', modelId })}>{children}</LinkButton>
)

/** How the songs were compared, and what would make it better. */
const How = () => {
  const { search, memory, index } = useStore(soundSearch)
  if (!search || !memory || !index) return null
  const isWords = search.query.kind === 'words'
  return (
    <>
      {memory.meaning.isReady ? 'Compared by words, meaning, style, tempo and key' : 'Compared by words, style, tempo and key'}
      {index.method === 'clap' ? `, and by ${index.methodName}.` : isWords ? '.' : ', and by measured sound.'}{' '}
      {!memory.meaning.isReady && (
        <>
          <Install modelId={memory.meaning.modelId}>{`Install ${memory.meaning.modelName} for meaning`}</Install>.{' '}
        </>
      )}
      {index.method !== 'clap' && (
        <>
          <Install modelId="clap">Install CLAP to understand sound</Install>.{' '}
        </>
      )}
      {Math.max(index.waiting, memory.waiting) > 0 && `${counted(Math.max(index.waiting, memory.waiting), 'song')} still to be read.`}
    </>
  )
}

/** What the list is compared with, how it is compared, and the way out. */
export const SoundChip = () => {
  const { search, status, failure } = useStore(soundSearch)
  if (!search) return null
  return (
    <div className={styles.bar}>
      <span className={styles.chip}>
        <AudioLines aria-hidden />
        <span className={styles.words}>Like: {search.words}</span>
        <button type="button" className={styles.remove} aria-label={`Stop looking for songs like ${search.words}`} onClick={stopSoundSearch}>
          <X aria-hidden />
        </button>
      </span>
      <span className={styles.note} role="status">
        {status === 'searching' && 'Looking…'}
        {status === 'failed' && failure?.message}
        {status === 'ready' && <How />}
      </span>
    </div>
  )
}
