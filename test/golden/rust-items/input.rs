//! Stock of a warehouse.
#![allow(dead_code)]

use std::collections::{BTreeMap as Map, HashMap};
use std::fmt::{self, Display};
use super::orders::*;
pub use crate::errors::StockError;
extern crate serde;

mod checks;
pub mod units {
    /// Grams in a kilogram.
    pub const GRAMS: u32 = 1_000;
    pub(crate) fn to_grams(kg: f64) -> f64 { kg * f64::from(GRAMS) }
}

/// What is stored.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item<'a, T: Display = String, const N: usize> {
    /// Shown to people.
    pub name: &'a str,
    tags: [T; N],
}

pub struct Pair(pub i32, i32);

pub enum Level {
    Low,
    Exact(u32),
    Range { from: u32, to: u32 },
}

pub trait Store: Send + Sync {
    type Key;
    const LIMIT: usize = 10;
    fn put(&mut self, key: Self::Key, item: &str) -> Result<(), StockError>;
    fn len(&self) -> usize { 0 }
}

static mut COUNT: usize = 0;
type Shelf = Map<String, u32>;

impl<'a, T: Display> fmt::Display for Item<'a, T, 3> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)
    }
}

impl Pair {
    pub async unsafe fn total(&self, factor: i32) -> i32 {
        let Pair(a, b) = self;
        let sum = |x: i32| x + self.0 + factor;
        for i in 0..10 {
            if i > 3 && a > &2 || self.is_big() { continue; }
        }
        match b {
            0 => 1,
            n if *n > 5 => sum(*n),
            Level::Exact(v) => v,
            _ => helper::<i32>(Self::new(1).0)?,
        }
    }

    fn new(first: i32) -> Self {
        COUNT += 1;
        units::to_grams(1.0);
        Self(first, Item { name, tags: [] }.len())
    }
}

macro_rules! shelf {
    ($name:expr) => { Shelf::new($name) };
}

/// Entry point.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    fn inner() {}
    let stock: Shelf = shelf!("x");
    while let Some(x) = stock.iter().next() { inner(); }
    println!("{}", stock.len());
    Ok(())
}

union Bits { a: u32, b: f32 }

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn adds() { assert_eq!(1, 1); }
}
