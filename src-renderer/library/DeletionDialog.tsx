import { Button, Dialog } from '../elements/index.ts'
import { deleteForGood, keepSongs, useDeletion } from './deletion.ts'

/** The one question of the library that cannot be undone afterwards. */
export const DeletionDialog = () => {
  const asked = useDeletion((state) => state.asked)
  return (
    <Dialog
      isOpen={asked !== undefined}
      onClose={keepSongs}
      title={asked?.title ?? ''}
      description={`${asked?.count === 1 ? 'Its' : 'Their'} audio is removed from disk. This cannot be undone.`}
      footer={
        <>
          <Button onClick={keepSongs}>Keep in the trash</Button>
          <Button variant="danger" onClick={() => void deleteForGood()}>
            Delete for good
          </Button>
        </>
      }
    />
  )
}
