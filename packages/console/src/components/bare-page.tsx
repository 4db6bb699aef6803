import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Mark } from "../design/mark.tsx";
import classes from "./bare-page.module.css";

/** What stands around a page behind the sign-in that belongs to no organization: the mark, and the way back. */
export function BarePage({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <header className={classes.bar}>
        <Link to="/" className={classes.home} aria-label="Rollcall: to the start">
          <Mark />
        </Link>
        <Link to="/" className={classes.back}>
          <IconArrowLeft size={14} stroke={1.5} aria-hidden="true" />
          Back
        </Link>
      </header>
      <main className={classes.content}>{children}</main>
    </>
  );
}
