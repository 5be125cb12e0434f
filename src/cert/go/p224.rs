//! Whether a point lies on P-224, which Go has and our library has not. Numbers of 224 bits as
//! seven words, the lowest first. Not for secrets: it takes the time it takes.

const WORDS: usize = 7;
type Number = [u32; WORDS];

/// 2^224 - 2^96 + 1.
const PRIME: Number = [1, 0, 0, !0, !0, !0, !0];
const B: Number = [
    0x2355_ffb4,
    0x270b_3943,
    0xd7bf_d8ba,
    0x5044_b0b7,
    0xf541_3256,
    0x0c04_b3ab,
    0xb405_0a85,
];

/// `y² = x³ - 3x + b`, both coordinates below the prime.
pub(super) fn is_on_curve(coordinates: &[u8]) -> bool {
    let (x, y) = coordinates.split_at(coordinates.len() / 2);
    let (Some(x), Some(y)) = (number(x), number(y)) else {
        return false;
    };
    let three_x = add(x, add(x, x));
    let right = add(subtract(multiply(multiply(x, x), x), three_x), B);
    multiply(y, y) == right
}

fn number(bytes: &[u8]) -> Option<Number> {
    let mut words = [0; WORDS];
    for (word, chunk) in words.iter_mut().zip(bytes.rchunks(4)) {
        *word = u32::from_be_bytes(chunk.try_into().ok()?);
    }
    (bytes.len() == 4 * WORDS && is_below_prime(&words)).then_some(words)
}

fn is_below_prime(number: &Number) -> bool {
    number.iter().rev().lt(PRIME.iter().rev())
}

fn add(a: Number, b: Number) -> Number {
    let (sum, carry) = raw_sum(a, b);
    if carry || !is_below_prime(&sum) {
        raw_difference(sum, PRIME)
    } else {
        sum
    }
}

fn subtract(a: Number, b: Number) -> Number {
    let minus_b = raw_difference(PRIME, b);
    add(a, if b == [0; WORDS] { b } else { minus_b })
}

/// By doubling, from the highest bit.
fn multiply(a: Number, b: Number) -> Number {
    let mut product = [0; WORDS];
    for word in b.iter().rev() {
        for bit in (0..32).rev() {
            product = add(product, product);
            if word >> bit & 1 == 1 {
                product = add(product, a);
            }
        }
    }
    product
}

fn raw_sum(a: Number, b: Number) -> (Number, bool) {
    let mut carry = false;
    let mut sum = [0; WORDS];
    for (at, word) in sum.iter_mut().enumerate() {
        let wide = u64::from(a[at]) + u64::from(b[at]) + u64::from(carry);
        (*word, carry) = (wide as u32, wide >> 32 == 1);
    }
    (sum, carry)
}

fn raw_difference(a: Number, b: Number) -> Number {
    let mut borrow = false;
    let mut difference = [0; WORDS];
    for (at, word) in difference.iter_mut().enumerate() {
        let (first, under) = a[at].overflowing_sub(b[at]);
        let (second, again) = first.overflowing_sub(u32::from(borrow));
        (*word, borrow) = (second, under || again);
    }
    difference
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The curve's generator (SEC 2, 2.6).
    const GENERATOR: &str = "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21\
                             bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34";

    #[test]
    fn the_generator_is_on_the_curve_and_its_neighbours_are_not() {
        let point = data_encoding::HEXLOWER
            .decode(GENERATOR.as_bytes())
            .expect("hex");
        assert!(is_on_curve(&point));
        for at in [0, 27, 28, 55] {
            let mut other = point.clone();
            other[at] ^= 1;
            assert!(!is_on_curve(&other), "{at}");
        }
        assert!(!is_on_curve(&[0xff; 56]));
    }
}
