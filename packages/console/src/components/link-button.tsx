import { Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Props = ButtonProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & { readonly ref?: Ref<HTMLAnchorElement> };

function ButtonLink(props: Props) {
  return <Button component="a" {...props} />;
}

/** A button that leads to another page: a link, so that it opens in a new tab as links do. */
export const LinkButton = createLink(ButtonLink);
