module API
  class Broken < ::API::Base
  end
end
end
get 'never'
