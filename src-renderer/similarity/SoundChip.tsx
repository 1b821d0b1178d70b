import { AudioLines, X } from 'lucide-react'
import { useStore } from 'zustand'
import { goTo } from '../navigation/index.ts'
import { counted } from '../words/index.ts'
import styles from './SoundSearch.module.css'
import { soundSearch, stopSoundSearch } from './sound-search-store.ts'

/** What the list is compared with, how it is compared, and the way out. */
export const SoundChip = () => {
  const { search, status, index, failure } = useStore(soundSearch)
  if (!search) return null
  return (
    <div className={styles.bar}>
      <span className={styles.chip}>
        <AudioLines aria-hidden />
        <span className={styles.words}>Sounds like: {search.words}</span>
        <button type="button" className={styles.remove} aria-label={`Stop looking for what sounds like ${search.words}`} onClick={stopSoundSearch}>
          <X aria-hidden />
        </button>
      </span>
      <span className={styles.note} role="status">
        {status === 'searching' && 'Listening…'}
        {status === 'failed' && failure?.message}
        {status === 'ready' && index && (
          <>
            {index.method === 'clap' ? (
              `Compared by ${index.methodName}.`
            ) : (
              <>
                Compared by measured sound, not by CLAP.{' '}
                <button type="button" className={styles.link} onClick={() => goTo({ place: 'models', modelId: 'clap' })}>
                  Install CLAP for meaning
                </button>
                .
              </>
            )}
            {index.waiting > 0 && ` ${counted(index.waiting, 'song')} still to be described.`}
          </>
        )}
      </span>
    </div>
  )
}
