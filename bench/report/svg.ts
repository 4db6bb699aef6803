/** Colours that tell apart also without red and green, on light and on dark ground. */
export const palette = ["#2f6fde", "#e08a00", "#12a08a", "#b357c9", "#8a8f98", "#d1495b", "#5b8c2a", "#0f8fbf"];

/** Text as it may stand in SVG. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** Everything that it shows, in words. */
  readonly description: string;
  readonly body: readonly string[];
}

/** A picture that follows the reader's light or dark mode and says in words what it shows. */
export function picture({ width, height, title, description, body }: Picture): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="13">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>
  .ground { fill: #ffffff } .text { fill: #1b1f24 } .quiet { fill: #57606a } .grid { stroke: #d0d7de; stroke-width: 1 } .aim { stroke: #57606a; stroke-width: 1.5; stroke-dasharray: 6 4 }
  @media (prefers-color-scheme: dark) { .ground { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 } .grid { stroke: #30363d } .aim { stroke: #9198a1 } }
</style>
<rect class="ground" width="${width}" height="${height}" rx="8"/>
${body.join("\n")}
</svg>
`;
}

export function textAt(x: number, y: number, text: string, style = 'class="text"'): string {
  return `<text x="${round(x)}" y="${round(y)}" ${style}>${escaped(text)}</text>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
