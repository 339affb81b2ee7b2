require 'json'
require_relative 'money/currency'
require "active_support"
autoload :Parser, 'parser'

# Keeps orders.
module Shop
  LIMIT = 10

  # One order.
  class Order < Base::Record
    include Comparable
    extend Forwardable
    prepend Audited

    STATES = %w[open paid].freeze
    @@count = 0
    attr_accessor :name, :price
    attr_reader :id
    def_delegators :@items, :size

    class << self
      def build(*args, **options, &block)
        new(*args).tap { |order| order.name = options[:name] }
      end
    end

    # Makes one.
    def initialize(name, price = 3, id: nil, items:)
      super(name)
      @name = name
      @items = items || []
      total = price
      total += LIMIT if name && price > 2 || id.nil?
    end

    def self.find(id)
      where(id: id).first or raise NotFound, "secret #{id}"
    end

    def total
      sum = @items.sum(&:price)
      @items.each_with_index do |item, index|
        next unless item.valid?
        sum += Money.new(item.price).to_i * self.factor
      end
      case sum
      when 0 then Shop::Empty
      when Integer, Float then sum
      else nil
      end
    rescue ArgumentError => e
      log(e)
    ensure
      close!
    end

    def ==(other) = id == other.id
    def valid? = true

    private

    def factor
      while running? do tick end
      @factor ||= compute { |x| x + LIMIT }
    end

    public

    def visible; end

    private def hidden; end
  end

  class Error < StandardError; end
  class Shop::Nested::Deep; end
end

def helper(a, (b, c)) = a
alias old_helper helper
$global = 1
Point = Struct.new(:x, :y) do
  def dist; Math.sqrt(x); end
end
