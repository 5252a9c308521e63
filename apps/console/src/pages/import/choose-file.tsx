import { type DragEvent, useState } from 'react'
import { Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { FileButton } from '../../parts/file-button.tsx'

const useStyles = makeStyles({
  place: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 16px',
    padding: '20px',
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  over: { backgroundColor: tokens.colorBrandBackground2 },
  words: { color: tokens.colorNeutralForeground3 },
})

type Props = { readonly file: File | null; readonly onChoose: (file: File) => void }

/** A file, chosen or dropped. */
export function ChooseFile({ file, onChoose }: Props) {
  const styles = useStyles()
  const [isOver, over] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    over(false)
    const [dropped] = event.dataTransfer.files
    if (dropped !== undefined) onChoose(dropped)
  }
  return (
    <div
      className={mergeClasses(styles.place, isOver && styles.over)}
      onDragOver={(event) => {
        event.preventDefault()
        over(true)
      }}
      onDragLeave={() => over(false)}
      onDrop={drop}
    >
      <FileButton
        text={file === null ? 'Choose a file' : 'Choose another file'}
        what="A CSV file with people"
        accept=".csv,text/csv,text/plain"
        onChoose={onChoose}
      />
      {file === null ? (
        <Text className={styles.words}>or drop it here</Text>
      ) : (
        <Text weight="semibold">{file.name}</Text>
      )}
    </div>
  )
}
