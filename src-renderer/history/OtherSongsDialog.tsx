import { Button, Dialog } from '../elements/index.ts'
import { counted } from '../words/index.ts'
import { answerAsked, useHistory } from './history-deeds.ts'

/** A step that changed many songs at once cannot be undone for one of them: that is said before it is done. */
export const OtherSongsDialog = () => {
  const asked = useHistory((state) => state.asked)
  const songs = counted(asked?.otherSongs ?? 0, 'other song')
  return (
    <Dialog
      isOpen={asked !== undefined}
      onClose={() => void answerAsked(false)}
      title={`Go there with ${songs}?`}
      description={`On the way are steps that changed many songs at once. They are undone or done again whole, and with them what came later on ${songs}.`}
      footer={
        <>
          <Button onClick={() => void answerAsked(false)}>Stay here</Button>
          <Button variant="primary" onClick={() => void answerAsked(true)}>
            Go there with {songs}
          </Button>
        </>
      }
    />
  )
}
