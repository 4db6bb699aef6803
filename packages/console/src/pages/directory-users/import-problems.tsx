import { Text } from "@mantine/core";
import classes from "./import-people.module.css";

interface Props {
  /** As the import names them: `line 3: email`. */
  readonly problems: readonly { readonly where: string; readonly detail: string }[];
  readonly detail: string;
}

/** What is wrong with a file, line by line. */
export function ImportProblems({ problems, detail }: Props) {
  return (
    <div role="alert">
      <Text size="sm" fw={500} className={classes.wrong} mb={4}>
        {detail}
      </Text>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="What is wrong">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ where, detail: wrong }) => (
              <tr key={`${where} ${wrong}`}>
                <td className={classes.where}>{where}</td>
                <td className={classes.detail}>{wrong}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
