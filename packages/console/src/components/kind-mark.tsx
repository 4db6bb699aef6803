import { IconPlugConnected } from "@tabler/icons-react";
import classes from "./kind-mark.module.css";

/** Two letters of a kind's name and the hue that its tile has: quiet ones, none of which means anything else. */
const marks: Readonly<Record<string, readonly [letters: string, hue: number]>> = {
  okta: ["Ok", 255],
  entra: ["En", 215],
  onelogin: ["1L", 235],
  jumpcloud: ["JC", 190],
  pingone: ["P1", 285],
  pingfederate: ["PF", 300],
  "google-workspace": ["GW", 225],
  sailpoint: ["SP", 245],
  "sap-cloud-identity": ["SA", 205],
  cyberark: ["CA", 265],
  rippling: ["Ri", 320],
  authentik: ["au", 340],
  keycloak: ["Kc", 200],
  miniorange: ["mO", 275],
};

/** The mark of a kind of application: its letters, or a plug for whatever has no kind of its own. */
export function KindMark({ kind, size = 28 }: { readonly kind: string; readonly size?: number }) {
  const mark = Object.hasOwn(marks, kind) ? marks[kind] : undefined;
  const [letters, hue] = mark ?? ["", 245];
  return (
    <span
      className={classes.mark}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.42), ["--hue" as string]: hue }}
      aria-hidden="true"
    >
      {letters === "" ? <IconPlugConnected size={Math.round(size * 0.58)} stroke={1.5} /> : letters}
    </span>
  );
}
