import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A sentence that a client can be refused with, `{0}`, `{1}` … for what it names, and where it is written. */
export type RefusalSentence = { readonly text: string; readonly room: string; readonly at: string };

export type RefusalSentences = {
  readonly sentences: readonly RefusalSentence[];
  /** Messages that are no sentence where they are written: made elsewhere, or worded by a function. */
  readonly passedOn: readonly RefusalSentence[];
};

type Source = { readonly file: ts.SourceFile; readonly room: string };

/** The calls whose last string is what zod says of a value that it refuses. */
const ZOD_CHECKS: ReadonlySet<string> = new Set(['regex', 'refine', 'datetime', 'date', 'addIssue', 'min', 'max']);

/**
 * Every sentence of a refusal in these rooms, read from their source: the messages of `{ code, message }`, the titles of
 * problems, and what zod is given to say. A message that comes through a helper's parameter is found where it is called.
 */
export function refusalSentences(root: string, rooms: readonly string[]): RefusalSentences {
  const sources = rooms.flatMap((room) =>
    globSync(`${room}/src/**/*.ts`, { cwd: root })
      .toSorted()
      .map((path): Source => {
        const text = readFileSync(`${root}/${path}`, 'utf8');
        return { room, file: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
      }),
  );
  const sentences: RefusalSentence[] = [];
  const passedOn: RefusalSentence[] = [];
  for (const source of sources) {
    const { room, file } = source;
    const reader = makeReader(sources.filter((each) => each.room === room));
    const take = (node: ts.Expression) => {
      const at = `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      const read = reader(node);
      for (const text of read.texts) sentences.push({ text, room, at });
      for (const text of read.unknown) passedOn.push({ text, room, at });
    };
    eachNode(file, (node) => {
      for (const message of messagesOf(node)) take(message);
    });
  }
  return { sentences, passedOn };
}

function eachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => eachNode(child, visit));
}

function member(literal: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of literal.properties) {
    if (property.name?.getText() !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}

/** What carries its own translation beside it. */
const isTranslated = (literal: ts.ObjectLiteralExpression): boolean =>
  member(literal, 'messageZh') !== undefined || member(literal, 'translations') !== undefined;

function isWithinTranslated(node: ts.Node): boolean {
  for (let outer = node.parent; outer && !isFunction(outer); outer = outer.parent)
    if (ts.isObjectLiteralExpression(outer) && isTranslated(outer)) return true;
  return false;
}

/** Errors that carry a status to the client, with what they say. */
const CLIENT_ERRORS: ReadonlySet<string> = new Set(['EventTooLarge']);

function messagesOf(node: ts.Node): readonly ts.Expression[] {
  if (ts.isNewExpression(node) && CLIENT_ERRORS.has(node.expression.getText())) return node.arguments ?? [];
  if (ts.isObjectLiteralExpression(node)) {
    const message = isTranslated(node) ? undefined : member(node, 'code') && member(node, 'message');
    const title = member(node, 'status') && member(node, 'title');
    return [message, title].filter((each) => each !== undefined);
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  if (!ZOD_CHECKS.has(node.expression.name.text)) return [];
  return node.arguments.flatMap((argument, index): readonly ts.Expression[] => {
    if (index > 0 && (ts.isStringLiteralLike(argument) || ts.isTemplateExpression(argument))) return [argument];
    // A constant that several checks of one schema say.
    if (index > 0 && ts.isIdentifier(argument) && node.getText().startsWith('z.')) return [argument];
    const said = ts.isObjectLiteralExpression(argument)
      ? (member(argument, 'message') ?? member(argument, 'error'))
      : undefined;
    return said && ts.isStringLiteralLike(said) ? [said] : [];
  });
}

type Read = { readonly texts: readonly string[]; readonly unknown: readonly string[] };

const NOTHING: Read = { texts: [], unknown: [] };
const join = (reads: readonly Read[]): Read => ({
  texts: reads.flatMap(({ texts }) => texts),
  unknown: reads.flatMap(({ unknown }) => unknown),
});
/** Not the path of a property. */
const isWords = (text: string): boolean => /[a-z]/.test(text) && (text.includes(' ') || !/[.{]|[a-z][A-Z]/.test(text));

/** Reads what an expression can say, through constants and the callers of the function that it is a parameter of. */
function makeReader(sources: readonly Source[]): (node: ts.Expression) => Read {
  const read = (node: ts.Expression, depth: number): Read => {
    const unknown: Read = { texts: [], unknown: [node.getText()] };
    if (depth > 5) return unknown;
    if (ts.isStringLiteralLike(node)) return { texts: [node.text], unknown: [] };
    if (ts.isTemplateExpression(node)) return readTemplate(node, depth);
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
      return read(node.expression, depth);
    if (ts.isConditionalExpression(node)) return join([read(node.whenTrue, depth), read(node.whenFalse, depth)]);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
      return join([read(node.left, depth), read(node.right, depth)]);
    if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const table = constantOf(node.expression);
      if (table && ts.isObjectLiteralExpression(table))
        return join(
          table.properties.map((each) => (ts.isPropertyAssignment(each) ? read(each.initializer, depth + 1) : NOTHING)),
        );
      return unknown;
    }
    if (!ts.isIdentifier(node)) return unknown;
    const constant = constantOf(node);
    if (constant) return read(constant, depth + 1);
    const passed = argumentsFor(node);
    return passed.length === 0 ? unknown : join(passed.map((argument) => read(argument, depth + 1)));
  };

  /** Words that a placeholder can stand for are sentences of their own: they are said in the other language too. */
  const readTemplate = (node: ts.TemplateExpression, depth: number): Read => {
    const text = node.templateSpans.reduce(
      (sofar, span, index) => `${sofar}{${index}}${span.literal.text}`,
      node.head.text,
    );
    const words = node.templateSpans
      .filter((span) => span.expression.getText() !== 'property')
      .flatMap((span) => read(span.expression, depth + 1).texts.filter(isWords));
    return { texts: [text, ...words], unknown: [] };
  };

  const constantOf = (name: ts.Identifier): ts.Expression | undefined => {
    for (let scope: ts.Node = name.parent; scope; scope = scope.parent) {
      if (isFunction(scope) && scope.parameters.some((each) => each.name.getText() === name.text)) return undefined;
      if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
      for (const statement of scope.statements) {
        if (!ts.isVariableStatement(statement)) continue;
        for (const { name: declared, initializer } of statement.declarationList.declarations) {
          if (declared.getText() !== name.text || !initializer) continue;
          return ts.isAsExpression(initializer) ? initializer.expression : initializer;
        }
      }
    }
    return undefined;
  };

  /** What the callers in this room pass for a parameter; none where it is none, or they pass something else. */
  const argumentsFor = (name: ts.Identifier): readonly ts.Expression[] => {
    let scope: ts.Node = name.parent;
    while (scope && !(isFunction(scope) && scope.parameters.some((each) => each.name.getText() === name.text)))
      scope = scope.parent;
    if (!scope || !isFunction(scope)) return [];
    const index = scope.parameters.findIndex((each) => each.name.getText() === name.text);
    const called = ts.isVariableDeclaration(scope.parent) ? scope.parent.name.getText() : scope.name?.getText();
    if (called === undefined) return [];
    const statement = ts.isVariableDeclaration(scope.parent) ? scope.parent.parent.parent : scope;
    const isExported = ts.canHaveModifiers(statement) && statement.modifiers?.some(isExportKeyword) === true;
    const own = scope.getSourceFile();
    const passed: ts.Expression[] = [];
    for (const { file } of sources.filter((each) => isExported || each.file === own))
      eachNode(file, (node) => {
        const argument = ts.isCallExpression(node) && node.expression.getText() === called && node.arguments[index];
        if (argument && !isWithinTranslated(node)) passed.push(argument);
      });
    return passed;
  };
  return (node) => read(node, 0);
}

const isExportKeyword = ({ kind }: ts.ModifierLike): boolean => kind === ts.SyntaxKind.ExportKeyword;

function isFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionDeclaration {
  return ts.isArrowFunction(node) || ts.isFunctionDeclaration(node);
}
