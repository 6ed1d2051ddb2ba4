/// Sums of squares around a level and around a straight line, for any stretch of a series, in constant time after one pass.
struct SegmentCosts {
    private var x: [Double] = [0]
    private var xx: [Double] = [0]
    private var t: [Double] = [0]
    private var tt: [Double] = [0]
    private var tx: [Double] = [0]

    /// - Parameters:
    ///   - values: about zero on average and about one in size, so that the sums keep their digits.
    ///   - positions: where each value stands, in steps, ascending.
    init(_ values: ArraySlice<Double>, at positions: ArraySlice<Double>) {
        // Sums of positions lose fewest digits when they are counted from the middle.
        let middle = ((positions.first ?? 0) + (positions.last ?? 0)) / 2
        var sums = (x: 0.0, xx: 0.0, t: 0.0, tt: 0.0, tx: 0.0)
        for (value, position) in zip(values, positions) {
            let place = position - middle
            sums.x += value
            sums.xx += value * value
            sums.t += place
            sums.tt += place * place
            sums.tx += place * value
            x.append(sums.x)
            xx.append(sums.xx)
            t.append(sums.t)
            tt.append(sums.tt)
            tx.append(sums.tx)
        }
    }

    /// The sum of squares around the mean of the values `from..<to`.
    func level(_ from: Int, _ to: Int) -> Double {
        let number = Double(to - from)
        let sum = x[to] - x[from]
        return max(0, xx[to] - xx[from] - sum * sum / number)
    }

    /// The sums of squares of the values `from..<to` around their mean and around their least-squares line.
    func both(_ from: Int, _ to: Int) -> (level: Double, line: Double) {
        let number = Double(to - from)
        let sum = x[to] - x[from]
        let level = max(0, xx[to] - xx[from] - sum * sum / number)
        guard to - from > 2 else { return (level, level) }
        let place = t[to] - t[from]
        let places = tt[to] - tt[from] - place * place / number
        let both = tx[to] - tx[from] - place * sum / number
        return (level, places > 1e-9 ? max(0, level - both * both / places) : level)
    }
}
