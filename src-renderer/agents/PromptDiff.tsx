import { Check, Plus, WandSparkles, X } from 'lucide-react'
import { Button, Chip } from '../elements/index.ts'
import { dropEnhancement, stopEnhancing, takenPrompt, toggleAddition, useEnhance } from './enhance-store.ts'
import styles from './PromptDiff.module.css'

export const EnhanceButton = ({ prompt, keys, onEnhance }: { readonly prompt: string; readonly keys: readonly string[]; readonly onEnhance: () => void }) => {
  const isAsking = useEnhance((state) => state.isAsking)
  return (
    <Button
      size="small"
      variant="quiet"
      icon={<WandSparkles />}
      disabled={prompt.trim() === ''}
      title={isAsking ? 'Stop looking for words' : `Say it in more musical words (${keys.join(' ')})`}
      onClick={isAsking ? stopEnhancing : onEnhance}
    >
      {isAsking ? 'Looking for words… Stop' : 'Enhance'}
    </Button>
  )
}

/** What would be added to the prompt, phrase by phrase: each can be left out, and nothing changes before it is accepted. */
export const PromptDiff = ({ prompt, onAccept }: { readonly prompt: string; readonly onAccept: (prompt: string) => void }) => {
  const { proposal, left } = useEnhance()
  // written on meanwhile: the proposal was for other words
  if (!proposal || proposal.original !== prompt) return null
  const { additions, by, trail, note } = proposal
  const accept = () => {
    onAccept(takenPrompt({ proposal, left }))
    dropEnhancement()
  }
  return (
    <section className={styles.diff} aria-label="Enhanced prompt">
      {additions.length === 0 ? (
        <p className={styles.note}>Your words say it all already.</p>
      ) : (
        <>
          <p className={styles.line} data-selectable>
            <span>{prompt.trim()}</span>
            {additions.map(({ words }, index) => !left.has(index) && <ins key={words}>, {words}</ins>)}
          </p>
          <ul className={styles.additions} aria-label="What would be added">
            {additions.map(({ words, why }, index) => (
              <li key={words}>
                <Chip
                  isSelected={!left.has(index)}
                  icon={left.has(index) ? <X aria-hidden /> : <Plus aria-hidden />}
                  title={why}
                  onClick={() => toggleAddition(index)}
                >
                  {words}
                </Chip>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className={styles.deeds}>
        <p className={styles.note}>{by === 'model' ? `Suggested by ${trail?.answeredBy?.name ?? 'a language model'}. ${note}` : note}</p>
        <Button size="small" onClick={dropEnhancement}>
          Discard
        </Button>
        {additions.length > 0 && (
          <Button size="small" variant="primary" icon={<Check />} disabled={left.size === additions.length} onClick={accept}>
            Accept
          </Button>
        )}
      </div>
    </section>
  )
}
