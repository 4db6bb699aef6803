import { type ReactNode, useState } from "react";
import classes from "./file-drop.module.css";

interface Props {
  readonly onFile: (file: File | null) => void;
  /** What says which file it is, and the button that chooses one. */
  readonly children: ReactNode;
}

/** A frame that a file can be dropped on. */
export function FileDrop({ onFile, children }: Props) {
  const [over, setOver] = useState(false);
  return (
    <div
      className={over ? `${classes.drop} ${classes.over}` : classes.drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFile(event.dataTransfer.files.item(0));
      }}
    >
      {children}
    </div>
  );
}
