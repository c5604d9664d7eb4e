/**
 * Stands in for the package yoga-layout in the bundle. Ink asks it where boxes lie; the one screen we have is a column of
 * lines as wide as the terminal, which needs no engine for layouts, and no WebAssembly with its compiler: 12 MB of memory.
 * What a box says beyond width, height and visibility is not heard, and children always stand below each other.
 */

type Measure = (width: number, mode: number) => { readonly width: number; readonly height: number };

/** As large as it can be, but no larger than this: the mode in which texts are measured. */
const MEASURE_MODE_AT_MOST = 2;

class LayoutNode {
  readonly children: LayoutNode[] = [];
  private measure: Measure | undefined;
  private ownWidth: number | undefined;
  private ownHeight: number | undefined;
  private display = constants.DISPLAY_FLEX;
  private box = { left: 0, top: 0, width: 0, height: 0 };

  insertChild(child: LayoutNode, index: number): void {
    this.children.splice(index, 0, child);
  }

  removeChild(child: LayoutNode): void {
    this.children.splice(this.children.indexOf(child), 1);
  }

  getChildCount(): number {
    return this.children.length;
  }

  setMeasureFunc(measure: Measure): void {
    this.measure = measure;
  }

  unsetMeasureFunc(): void {
    this.measure = undefined;
  }

  setWidth(width: number | undefined): void {
    this.ownWidth = width;
  }

  setHeight(height: number | undefined): void {
    this.ownHeight = height;
  }

  setDisplay(display: number): void {
    this.display = display;
  }

  getDisplay(): number {
    return this.display;
  }

  calculateLayout(): void {
    this.lay(0, this.ownWidth ?? 0);
  }

  private lay(top: number, given: number): number {
    const width = this.ownWidth ?? given;
    const isHidden = this.display === constants.DISPLAY_NONE;
    let height = 0;
    if (!isHidden && this.measure) height = this.measure(width, MEASURE_MODE_AT_MOST).height;
    for (const child of isHidden ? [] : this.children) height += child.lay(height, width);
    this.box = { left: 0, top, width, height: isHidden ? 0 : (this.ownHeight ?? height) };
    return this.box.height;
  }

  getComputedLayout() {
    const { left, top, width, height } = this.box;
    return { left, top, width, height, right: left + width, bottom: top + height };
  }

  getComputedLeft(): number {
    return this.box.left;
  }

  getComputedTop(): number {
    return this.box.top;
  }

  getComputedWidth(): number {
    return this.box.width;
  }

  getComputedHeight(): number {
    return this.box.height;
  }

  getComputedBorder(): number {
    return 0;
  }

  getComputedPadding(): number {
    return 0;
  }

  getComputedMargin(): number {
    return 0;
  }

  // Everything is computed anew at each frame, and nothing is held that the garbage collector does not see.
  markDirty(): void {}
  free(): void {}
  freeRecursive(): void {}

  // Said by Ink of every box, and without a meaning in a column.
  setFlexDirection(): void {}
  setFlexGrow(): void {}
  setFlexShrink(): void {}
  setFlexWrap(): void {}
  setFlexBasis(): void {}
  setFlexBasisAuto(): void {}
  setWidthAuto(): void {}
  setHeightAuto(): void {}
  setAlignItems(): void {}
  setAlignSelf(): void {}
  setAlignContent(): void {}
  setJustifyContent(): void {}
  setPositionType(): void {}
  setMargin(): void {}
  setPadding(): void {}
  setBorder(): void {}
  setGap(): void {}
}

/** Those that Ink looks at; only that they differ matters, but for the mode above. */
const constants = {
  DISPLAY_FLEX: 0,
  DISPLAY_NONE: 1,
  DIRECTION_LTR: 1,
  MEASURE_MODE_UNDEFINED: 0,
  MEASURE_MODE_AT_MOST,
};

export default { ...constants, Node: { create: () => new LayoutNode() } };
