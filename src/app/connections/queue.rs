//! Whose turn it is: in the order of the file, but never too many of one host, so that a slow host holds up its own
//! connections only.

use std::collections::{HashMap, VecDeque};

/// What waits, by host, and what is under way.
#[derive(Debug)]
pub(super) struct Queue {
    per_host: usize,
    in_all: usize,
    under_way: usize,
    hosts: Vec<QueuedHost>,
    /// Hosts that have something waiting and room for it, the longest waiting first.
    ready: VecDeque<usize>,
    host_of: Vec<usize>,
}

#[derive(Debug, Default)]
struct QueuedHost {
    waiting: VecDeque<usize>,
    under_way: usize,
}

impl Queue {
    /// Makes a queue of everything that has a host; what has none never gets its turn here.
    pub(super) fn new(hosts: &[Option<String>], per_host: usize, in_all: usize) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut queue = Self {
            per_host,
            in_all,
            under_way: 0,
            hosts: Vec::new(),
            ready: VecDeque::new(),
            host_of: vec![usize::MAX; hosts.len()],
        };
        for (index, name) in hosts.iter().enumerate() {
            let Some(name) = name else { continue };
            let place = *places.entry(name).or_insert_with(|| {
                queue.hosts.push(QueuedHost::default());
                queue.ready.push_back(queue.hosts.len() - 1);
                queue.hosts.len() - 1
            });
            queue.host_of[index] = place;
            queue.hosts[place].waiting.push_back(index);
        }
        queue
    }

    /// Returns whose turn it is now; nothing while there is no room.
    pub(super) fn next(&mut self) -> Option<usize> {
        if self.under_way >= self.in_all {
            return None;
        }
        let place = self.ready.pop_front()?;
        let host = &mut self.hosts[place];
        let index = host.waiting.pop_front()?;
        host.under_way += 1;
        self.under_way += 1;
        if self.hosts[place].has_room(self.per_host) {
            self.ready.push_back(place);
        }
        Some(index)
    }

    /// Notes that one is done.
    pub(super) fn done(&mut self, index: usize) {
        let Some(host) = self
            .host_of
            .get(index)
            .and_then(|place| self.hosts.get_mut(*place))
        else {
            return;
        };
        let had_room = host.has_room(self.per_host);
        host.under_way -= 1;
        self.under_way -= 1;
        if !had_room && host.has_room(self.per_host) {
            self.ready.push_back(self.host_of[index]);
        }
    }
}

impl QueuedHost {
    fn has_room(&self, per_host: usize) -> bool {
        !self.waiting.is_empty() && self.under_way < per_host
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(hosts: &[&str], per_host: usize, in_all: usize) -> Queue {
        let hosts: Vec<Option<String>> = hosts
            .iter()
            .map(|host| (!host.is_empty()).then(|| (*host).to_owned()))
            .collect();
        Queue::new(&hosts, per_host, in_all)
    }

    fn all(queue: &mut Queue) -> Vec<usize> {
        std::iter::from_fn(|| queue.next()).collect()
    }

    #[test]
    fn a_host_gets_its_share_and_no_more() {
        let mut queue = queue(&["a", "a", "a", "b", "", "a"], 2, 10);
        assert_eq!(all(&mut queue), [0, 3, 1]);
        queue.done(3);
        assert_eq!(queue.next(), None);
        queue.done(0);
        assert_eq!(all(&mut queue), [2]);
        queue.done(1);
        queue.done(2);
        assert_eq!(all(&mut queue), [5]);
    }

    #[test]
    fn all_hosts_together_keep_to_the_limit() {
        let mut queue = queue(&["a", "b", "c", "d"], 2, 3);
        assert_eq!(all(&mut queue), [0, 1, 2]);
        queue.done(1);
        assert_eq!(all(&mut queue), [3]);
    }

    #[test]
    fn everything_gets_its_turn_exactly_once() {
        let mut random = fastrand::Rng::with_seed(5);
        for _ in 0..200 {
            let names: Vec<Option<String>> = (0..random.usize(1..80))
                .map(|_| random.u8(..5).checked_sub(1).map(|host| host.to_string()))
                .collect();
            let (per_host, in_all) = (random.usize(1..5), random.usize(1..9));
            let mut queue = Queue::new(&names, per_host, in_all);
            let (mut running, mut seen): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
            loop {
                running.extend(all(&mut queue));
                assert!(running.len() <= in_all);
                for name in &names {
                    let of_host = running.iter().filter(|index| names[**index] == *name);
                    assert!(of_host.count() <= per_host);
                }
                if running.is_empty() {
                    break;
                }
                let done = running.swap_remove(random.usize(..running.len()));
                queue.done(done);
                seen.push(done);
            }
            seen.sort_unstable();
            let wanted: Vec<usize> = (0..names.len())
                .filter(|index| names[*index].is_some())
                .collect();
            assert_eq!(seen, wanted);
        }
    }
}
