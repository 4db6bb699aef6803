import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, placeholder } from "@codemirror/view";
import { type Completion, completeExpression, type ExpressionNames } from "./complete-expression.ts";
import type { TextRange } from "./expression-input.ts";
import { expressionLook } from "./expression-look.ts";

/** UTF-16 units; the server takes no more. */
const mostText = 4_096;

/** How an expression is typed and shown. */
export interface ExpressionView {
  /** Shows another text, where it is another one. */
  setText(text: string): void;
  /** Underlines where something is wrong. */
  setProblem(range: TextRange | undefined): void;
  /** The names, values and states that those who do not see it are told. */
  setAttributes(attributes: Readonly<Record<string, string>>): void;
  /** Puts a name where the cursor stands, and goes on there. */
  insert(text: string): void;
  destroy(): void;
}

interface Wiring {
  readonly onChange: (text: string) => void;
  readonly names: () => ExpressionNames | undefined;
}

const setRange = StateEffect.define<TextRange | undefined>();
const problem = Decoration.mark({ class: "cm-problem" });

/** Where something is wrong, while the text around it is changed. */
const problemField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setRange)) next = markOf(effect.value, transaction.newDoc.length);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** What is missing at a place is seen at the character before it. */
function markOf(range: TextRange | undefined, length: number): DecorationSet {
  if (range === undefined) return Decoration.none;
  const end = Math.min(Math.max(range.end, range.start + 1), length);
  const start = Math.max(0, Math.min(range.start, end - 1));
  return start < end ? Decoration.set(problem.range(start, end)) : Decoration.none;
}

/**
 * Opens an editor for an expression: it completes what is typed and underlines what is wrong. Tab leaves it, as any other
 * field.
 */
export function openExpressionView(parent: HTMLElement, text: string, hint: string, wiring: Wiring): ExpressionView {
  const attributes = new Compartment();
  let told = text;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        keymap.of([...standardKeymap, ...historyKeymap]),
        placeholder(hint),
        EditorView.lineWrapping,
        EditorState.changeFilter.of(
          ({ newDoc, startState }) => newDoc.length <= Math.max(mostText, startState.doc.length),
        ),
        autocompletion({
          override: [(context) => completionsAt(context, wiring.names())],
          icons: false,
          // Whoever types fast means what is chosen.
          interactionDelay: 0,
          addToOptions: [{ position: 90, render: descriptionOf }],
        }),
        problemField,
        attributes.of([]),
        expressionLook,
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return;
          told = state.doc.toString();
          wiring.onChange(told);
          // The bar that saves lies over the page: how far, the style of the parent says.
          if (view.hasFocus) parent.scrollIntoView({ block: "nearest" });
        }),
      ],
    }),
  });
  return {
    setText(next) {
      // What was told last comes back as it is.
      if (next === told) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    setProblem: (range) => view.dispatch({ effects: setRange.of(range) }),
    setAttributes: (named) =>
      view.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of({ ...fixed, ...named })) }),
    insert(name) {
      view.dispatch(view.state.replaceSelection(name));
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

const fixed = { spellcheck: "false", autocorrect: "off", autocapitalize: "off" };

function completionsAt(context: CompletionContext, names: ExpressionNames | undefined): CompletionResult | null {
  if (names === undefined) return null;
  const found = completeExpression(context.state.doc.toString(), context.pos, names, context.explicit);
  if (found === undefined) return null;
  const options = found.options.map(({ label, detail, text, description }) => ({
    label,
    detail,
    apply: text,
    description,
  }));
  const typed = context.state.sliceDoc(found.from, context.pos);
  // What stands below a path is asked for anew when the path is another one.
  const validFor = typed.includes(".") ? (text: string) => text.startsWith(typed) && /^[\w.[\]]*$/.test(text) : /^\w*$/;
  return { from: found.from, options, validFor };
}

/** One line below what is offered: read out with it. */
function descriptionOf(completion: object): Node {
  const line = document.createElement("span");
  line.className = "cm-completionDescription";
  line.textContent = (completion as Pick<Completion, "description">).description;
  return line;
}
