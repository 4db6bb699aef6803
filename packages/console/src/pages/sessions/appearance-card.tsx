import { Card } from "../../components/card.tsx";
import { ThemeChoice } from "../../components/theme-choice.tsx";

/** How the console looks. */
export function AppearanceCard() {
  return (
    <Card title="Appearance" lead="Kept in this browser.">
      <ThemeChoice />
    </Card>
  );
}
