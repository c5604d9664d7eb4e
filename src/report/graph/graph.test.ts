import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGraph, type Graph, type GraphFile } from '../../plan/index.ts';
import { printGraph } from './index.ts';
import { graphFormats } from './names.ts';

/** A scenario that depends on itself and on one that is missing, and a service. */
function graphOf(file: string, scenario: string, service: string): Graph {
  const model: GraphFile['model'] = {
    scenario: [
      { name: scenario, depends_on: [scenario, `no ${scenario}`], steps: [{ name: service, service }] },
    ],
    service: { [service]: {} },
  };
  const files = [{ file, combination: undefined, model }];
  return createGraph({ files, uses: [{ from: file, to: `${file}.tera`, kind: 'imports' }] });
}

const plain = graphOf('shop.span.toml', 'buys', 'api');

describe('goldens', () => {
  test('text', () => {
    expect(printGraph(plain, 'text')).toBe(`shop.span.toml
  imports shop.span.toml.tera
  scenario buys
    depends on buys (cycle)
    depends on no buys (missing)
    starts api
    api runs in api
  service api

cycle: buys -> buys
`);
  });

  test('mermaid', () => {
    expect(printGraph(plain, 'mermaid')).toBe(`flowchart LR
  subgraph f0["shop.span.toml"]
    n0[/"shop.span.toml"/]
    n1(["buys"])
    n2["api"]
    n3(["no buys"])
  end
  n4[/"shop.span.toml.tera"/]
  n1 -->|"depends on"| n1
  n1 -->|"depends on"| n3
  n1 -->|"starts"| n2
  n1 -->|"api runs in"| n2
  n0 -->|"imports"| n4
  linkStyle 0 stroke:red
  classDef missing stroke-dasharray:4
  class n3 missing
`);
  });

  test('dot', () => {
    expect(printGraph(plain, 'dot')).toBe(`digraph spanwright {
  rankdir=LR;
  subgraph cluster_0 {
    label="shop.span.toml";
    n0 [label="shop.span.toml", shape=note];
    n1 [label="buys", shape=oval];
    n2 [label="api", shape=box];
    n3 [label="no buys", shape=oval, style=dashed];
  }
  n4 [label="shop.span.toml.tera", shape=note];
  n1 -> n1 [label="depends on", color=red];
  n1 -> n3 [label="depends on"];
  n1 -> n2 [label="starts"];
  n1 -> n2 [label="api runs in"];
  n0 -> n4 [label="imports"];
}
`);
  });

  test('json', () => {
    const { version, nodes, edges, cycles } = JSON.parse(printGraph(plain, 'json'));
    expect(version).toBe(1);
    expect(nodes[1]).toEqual({
      id: 'scenario:shop.span.toml::buys',
      kind: 'scenario',
      name: 'buys',
      file: 'shop.span.toml',
      missing: false,
    });
    expect(edges[3]).toEqual({
      from: 'scenario:shop.span.toml::buys',
      to: 'service:shop.span.toml::api',
      kind: 'runs-in',
      label: 'api',
      cycle: false,
    });
    expect(cycles).toEqual([['scenario:shop.span.toml::buys', 'scenario:shop.span.toml::buys']]);
  });

  test('nothing', () => {
    const nothing = createGraph({ files: [], uses: [] });
    expect(graphFormats.map((format) => printGraph(nothing, format))).toEqual([
      '',
      'flowchart LR\n',
      'digraph spanwright {\n  rankdir=LR;\n}\n',
      '{\n  "version": 1,\n  "nodes": [],\n  "edges": [],\n  "cycles": []\n}\n',
    ]);
  });
});

/** What a name may be: anything TOML can hold, and what means something in one of the languages. */
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom(
    'end',
    'subgraph',
    'graph',
    'node',
    'a"b',
    'a\\',
    '#quot;',
    '&lt;',
    '`x`',
    '</div>',
    '%%{x}%%',
    '---',
  ),
  fc.constantFrom('a\nb', '\r\n', '\u0000', '\u202e', '1. x', '- x', '__proto__', '', ' ', '|', ']', '");\n'),
);

const graphs = fc.tuple(name, name, name).map((names) => graphOf(...names));

describe('whatever names say', () => {
  /** With all names plain, the same lines come out: what differs stands inside quotes. */
  const skeleton = (text: string, quotedText: RegExp) => text.replace(quotedText, '"…"');

  test('a Mermaid line is the same but for quoted labels, which hold nothing that means something', () => {
    const label = /"[\p{L}\p{M}\p{N} ,=/._#;-]*"/gu;
    const expected = skeleton(printGraph(plain, 'mermaid'), label);
    fc.assert(
      fc.property(graphs.filter(isLikePlain), (graph) => {
        const text = printGraph(graph, 'mermaid');
        expect(skeleton(text, label)).toBe(expected);
        for (const [, code] of text.matchAll(/#([^;]*);/g)) expect(code).toMatch(/^\d+$/);
      }),
    );
  });

  test('a Graphviz line is the same but for quoted strings', () => {
    const string = /"(?:[^"\\\n]|\\["\\])*"/g;
    const expected = skeleton(printGraph(plain, 'dot'), string);
    fc.assert(
      fc.property(graphs.filter(isLikePlain), (graph) => {
        expect(skeleton(printGraph(graph, 'dot'), string)).toBe(expected);
      }),
    );
  });

  test('JSON gives the nodes back', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { nodes } = JSON.parse(printGraph(graph, 'json'));
        expect(nodes.map((node: { id: string }) => node.id)).toEqual(graph.nodes.map(({ id }) => id));
      }),
    );
  });

  test('no text holds a control character', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        for (const format of ['text', 'mermaid', 'dot'] as const) {
          expect(printGraph(graph, format).replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
        }
      }),
    );
  });
});

/** Names that coincide make fewer nodes. */
function isLikePlain(graph: Graph): boolean {
  return graph.nodes.length === plain.nodes.length && graph.edges.length === plain.edges.length;
}

test('a template is opened once below its file, also where templates import each other', () => {
  const model = { scenario: [], service: undefined };
  const graph = createGraph({
    files: [{ file: 'a', combination: undefined, model }],
    uses: [
      { from: 'a', to: 'b', kind: 'imports' },
      { from: 'a', to: 'c', kind: 'includes' },
      { from: 'b', to: 'c', kind: 'imports' },
      { from: 'c', to: 'b', kind: 'imports' },
    ],
  });
  expect(printGraph(graph, 'text')).toBe(`a
  imports b
    imports c (cycle)
      imports b (cycle)
  includes c

cycle: b -> c -> b
`);
});
